/** An expected failure, named by a code of errors.json. Anything else that is thrown is a bug. */
export class BridgeFailure extends Error {
  /**
   * @param {string} code
   * @param {{ detail?: string, triesLeft?: number }} [more] `detail` is for the developer, never for the person
   */
  constructor(code, { detail, triesLeft } = {}) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = "BridgeFailure";
    this.code = code;
    this.triesLeft = triesLeft;
  }
}
