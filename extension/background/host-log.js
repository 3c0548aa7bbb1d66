/** @typedef {ReturnType<typeof import("./message-log.js").createMessageLog>} MessageLog */
/** @typedef {(plan: (hello: import("../messages.js").HostHello) => import("./host-client.js").Plan,
 *   options: import("./host-client.js").HostOptions) => ReturnType<typeof import("./host-client.js").ask>} Ask */

/**
 * The same conversation with a host, told to the log.
 * @param {Ask} ask @param {MessageLog} log @returns {Ask}
 */
export function logged(ask, log) {
  return (plan, options) =>
    ask(
      (hello) => {
        const planned = plan(hello);
        void log.note("extension to host", planned.request);
        return planned;
      },
      {
        ...options,
        connect(name) {
          const port = options.connect(name);
          port.onMessage.addListener((frame) => void log.note("host to extension", frame));
          return port;
        },
        disconnectReason(port) {
          const reason = options.disconnectReason(port);
          void log.note("host gone", { reason });
          return reason;
        },
      },
    );
}
