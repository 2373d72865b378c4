/** Entries above which it is looked for the first time what can be forgotten. */
const FIRST_LOOK = 1_024;

/**
 * A map that forgets what is as good as new, so that it holds those who did something lately and not all who ever did.
 * Looking costs time, and is done when the map has doubled. Beyond `most` entries the oldest go, whatever they hold.
 */
export class ForgetfulMap<Key, Value> {
  readonly #make: () => Value;
  readonly #isAsNew: (value: Value) => boolean;
  readonly #most: number;
  readonly #values = new Map<Key, Value>();
  #lookAt = FIRST_LOOK;

  constructor(make: () => Value, isAsNew: (value: Value) => boolean, most = Number.POSITIVE_INFINITY) {
    this.#make = make;
    this.#isAsNew = isAsNew;
    this.#most = most;
  }

  get size(): number {
    return this.#values.size;
  }

  /** The value of a key, without making one. */
  peek(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  get(key: Key): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#values.size >= Math.min(this.#lookAt, this.#most)) this.#forget();
    const made = this.#make();
    this.#values.set(key, made);
    return made;
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  #forget(): void {
    for (const [key, value] of this.#values) if (this.#isAsNew(value)) this.#values.delete(key);
    // A quarter at a time: with one at a time every newcomer would look through all others.
    const surplus = this.#values.size - this.#most * 0.75;
    if (this.#values.size >= this.#most)
      for (const key of [...this.#values.keys()].slice(0, Math.ceil(surplus))) this.#values.delete(key);
    this.#lookAt = Math.max(FIRST_LOOK, this.#values.size * 2);
  }
}
