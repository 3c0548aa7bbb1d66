/** Follows the account being made. Every event is whole; the browser reconnects by itself and names the last one it saw. */

const live = /** @type {HTMLElement} */ (document.querySelector("#progress"));
const bar = /** @type {HTMLProgressElement} */ (document.querySelector("#progress-bar"));
const left = /** @type {HTMLElement} */ (document.querySelector("#time-left"));
const total = Number(left.dataset.seconds) / Math.max(0.01, 1 - bar.value / 100);
let seconds = Number(left.dataset.seconds);

/** @param {{ state: string, steps: Record<string, string>, percent: number, secondsLeft: number, emailConfirmed: boolean, next: string | null }} view */
function show(view) {
  if (view.next) {
    location.assign(view.next);
    return;
  }
  // Another tab did something that this page shows as a form: show it anew.
  if (view.state !== live.dataset.state || (view.emailConfirmed && document.querySelector("#mail-panel"))) {
    location.reload();
    return;
  }
  seconds = view.secondsLeft;
  bar.value = view.percent;
  for (const [stage, state] of Object.entries(view.steps)) mark(stage, state);
}

/** @param {string} stage @param {string} state */
function mark(stage, state) {
  const item = /** @type {HTMLElement | null} */ (document.querySelector(`[data-stage="${stage}"]`));
  if (!item || item.dataset.state === state) return;
  item.dataset.state = state;
  if (state === "done") live.textContent = (live.dataset.done ?? "").replace("{0}", item.textContent?.trim() ?? "");
}

function tick() {
  seconds = Math.max(0, seconds - 1);
  if (bar.value < 100 && total > 0) bar.value = Math.max(bar.value, Math.min(99, 100 * (1 - seconds / total)));
  left.textContent = seconds > 0 ? (left.dataset.text ?? "").replace("{0}", String(Math.ceil(seconds))) : (left.dataset.longer ?? "");
}

const events = new EventSource("/register/progress/events");
events.addEventListener("progress", (event) => show(JSON.parse(event.data)));
setInterval(tick, 1000);
