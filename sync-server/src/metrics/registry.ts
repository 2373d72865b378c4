/**
 * Numbers for Prometheus, as its text format 0.0.4 has them. A label says of which kind something is, and takes few
 * values that are known beforehand: never a person, a channel, an address or a text.
 */
export class Registry {
  readonly #metrics = new Map<string, Metric>();

  counter<L extends string = never>(name: string, help: string): Counter<L> {
    return this.#add(name, help, new Counter<L>());
  }

  /** A number that is looked up whenever somebody asks; several with a label each. */
  gauge(name: string, help: string, read: () => number | readonly Sample[]): void {
    this.#add(name, help, new LookedUp('gauge', read));
  }

  /** As a gauge, for what only rises. */
  total(name: string, help: string, read: () => number): void {
    this.#add(name, help, new LookedUp('counter', read));
  }

  /** @param bounds upper ends of the buckets, rising */
  histogram<L extends string = never>(name: string, help: string, bounds: readonly number[]): Histogram<L> {
    return this.#add(name, help, new Histogram<L>(bounds));
  }

  /** All of it as it stands. */
  text(): string {
    const lines: string[] = [];
    for (const [name, { help, shown }] of this.#metrics) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${shown.type}`);
      for (const { suffix = '', labels, value } of shown.samples())
        lines.push(`${name}${suffix}${labelsText(labels)} ${numberText(value)}`);
    }
    return `${lines.join('\n')}\n`;
  }

  #add<T extends Shown>(name: string, help: string, shown: T): T {
    if (this.#metrics.has(name)) throw new Error(`${name} is there twice`);
    this.#metrics.set(name, { help, shown });
    return shown;
  }
}

export type Labels<L extends string> = Readonly<Record<L, string>>;

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly help: string;
  readonly shown: Shown;
}

interface Shown {
  readonly type: 'counter' | 'gauge' | 'histogram';
  samples(): Iterable<Sample & { readonly suffix?: string }>;
}

/** Only rises, until the process ends. */
export class Counter<L extends string> implements Shown {
  readonly type = 'counter';
  readonly #series = new Map<string, { readonly labels: Labels<L>; value: number }>();

  add(labels: Labels<L>, by = 1): void {
    const series = seriesOf(this.#series, labels, () => ({ labels, value: 0 }));
    series.value += by;
  }

  samples(): Iterable<Sample> {
    return this.#series.values();
  }
}

/** How often a number was how large. */
export class Histogram<L extends string> implements Shown {
  readonly type = 'histogram';
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Distribution<L>>();

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  observe(labels: Labels<L>, value: number): void {
    const series = seriesOf(this.#series, labels, () => ({
      labels,
      counts: this.#bounds.map(() => 0),
      sum: 0,
      count: 0,
    }));
    const at = this.#bounds.findIndex((bound) => value <= bound);
    if (at >= 0) series.counts[at]! += 1;
    series.sum += value;
    series.count += 1;
  }

  *samples(): Iterable<Sample & { readonly suffix: string }> {
    for (const { labels, counts, sum, count } of this.#series.values()) {
      let below = 0;
      for (const [at, bound] of this.#bounds.entries()) {
        below += counts[at]!;
        yield { suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: below };
      }
      yield { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count };
      yield { suffix: '_sum', labels, value: sum };
      yield { suffix: '_count', labels, value: count };
    }
  }
}

class LookedUp implements Shown {
  readonly type: 'gauge' | 'counter';
  readonly #read: () => number | readonly Sample[];

  constructor(type: 'gauge' | 'counter', read: () => number | readonly Sample[]) {
    this.type = type;
    this.#read = read;
  }

  samples(): readonly Sample[] {
    const read = this.#read();
    return typeof read === 'number' ? [{ labels: {}, value: read }] : read;
  }
}

interface Distribution<L extends string> {
  readonly labels: Labels<L>;
  readonly counts: number[];
  sum: number;
  count: number;
}

function seriesOf<T>(all: Map<string, T>, labels: Labels<string>, make: () => T): T {
  const key = labelsText(labels);
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = make();
  all.set(key, made);
  return made;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const numberText = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
