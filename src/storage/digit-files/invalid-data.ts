/** Why a file holds no usable digits. `readDigits` adds the file's name and makes a TitoError of it. */
export class InvalidData extends Error {
  readonly hint: string | undefined;
  readonly line: number | undefined;

  /**
   * @param message one sentence
   * @param place what to do about it, where the usual advice does not fit, and the line of a text file, from 1
   */
  constructor(message: string, place: { hint?: string; line?: number } = {}) {
    super(message);
    this.name = 'InvalidData';
    this.hint = place.hint;
    this.line = place.line;
  }
}
