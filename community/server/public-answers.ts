interface Kept {
  tag: string;
  text: string;
}

/** Addresses whose answers are kept; the one that was asked for first is forgotten first. */
const MOST = 256;

/**
 * The answers that are the same for everybody, as text, for as long as the registry is what it was: most questions of a
 * class are the same one, and while many write, an answer is made once for each transaction and not for each request.
 */
export class PublicAnswers {
  readonly #kept = new Map<string, Kept>();

  /** @param url with its query */
  async get(url: string, tag: string, make: () => Promise<string>): Promise<string> {
    const kept = this.#kept.get(url);
    if (kept?.tag === tag) return kept.text;
    const text = await make();
    const [oldest] = this.#kept.keys();
    if (!kept && this.#kept.size >= MOST && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(url, { tag, text });
    return text;
  }
}
