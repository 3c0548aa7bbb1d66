/** @param {string} agent navigator.userAgent @returns {string} such as `Edge 142 on Windows` */
export function browserName(agent) {
  const found = /(Firefox|Edg|OPR|Vivaldi|Chrome)\/(\d+)/.exec(leaveLast(agent));
  const name = found === null ? "unknown browser" : `${NAMES[found[1]] ?? found[1]} ${found[2]}`;
  return `${name} on ${systemName(agent)}`;
}

/** @type {Record<string, string>} */
const NAMES = { Edg: "Edge", OPR: "Opera", Chrome: "Chromium or Chrome" };

/** Edge, Opera and Vivaldi say that they are Chrome, and then who they are. @param {string} agent */
function leaveLast(agent) {
  return /(Edg|OPR|Vivaldi)\/\d/.test(agent) ? agent.replace(/Chrome\/\S+/, "") : agent;
}

/** @param {string} agent */
function systemName(agent) {
  return ["Windows", "Macintosh", "CrOS", "Linux"].find((name) => agent.includes(name)) ?? "an unknown system";
}
