import { expand } from './expand.ts';
import { inManner } from './manner.ts';
import { calledName, type DemoPerson } from './people.ts';
import type { Random } from './random.ts';
import type { Script } from './scripts/kinds.ts';
import { openings } from './scripts/openings.ts';
import { phrases } from './scripts/phrases/index.ts';
import { dates, facts } from './scripts/vocabulary.ts';

/** Where and when a script is performed. */
export interface Setting {
  readonly random: Random;
  /** Who is there. */
  readonly people: readonly DemoPerson[];
  readonly week: number;
  readonly exam: Date;
  /** Whose way of beginning a question is used. */
  readonly openings: keyof typeof openings;
  /** Only those who speak this language take part. */
  readonly language?: string;
}

/** What somebody says, in light markup. */
export interface Line {
  readonly by: DemoPerson;
  readonly text: string;
}

/** `a: …`, `b?: …`, `{t|c}: …` */
const PREFIX = /^(?:([a-z])|\{([a-z|]+)\})(\??): ([\s\S]*)$/;
/** How often an answer names the person it is for. */
const MENTIONS = 0.08;

/**
 * Gives the parts of a script to people and has them say it.
 * @param before what was said before by others, whom the people of this script answer
 */
export function perform(script: Script, setting: Setting, before: readonly Line[] = []): Line[] {
  const { random } = setting;
  const cast = new Map<string, DemoPerson>();
  const lines: Line[] = [];
  const personOf = (part: string): DemoPerson => {
    const known = cast.get(part) ?? castFor(part, [...cast.values(), ...before.map(({ by }) => by)], setting);
    cast.set(part, known);
    return known;
  };
  const told = new Map<string, string>();
  for (const line of script) {
    const [, one, several, optional, template] = PREFIX.exec(line) ?? [];
    if (template === undefined) throw new Error(`nobody says "${line}"`);
    if (optional === '?' && random.chance(0.5)) continue;
    const by = personOf(one ?? random.pick(several!.split('|')));
    const previous = [...before, ...lines].findLast((said) => said.by !== by)?.by;
    const lookup = (name: string): string | undefined =>
      name === 'prev'
        ? calledName(previous ?? by)
        : (nameOfPart(name, personOf) ?? wordFor(name, setting, told));
    const text = inManner(tidy(expand(template, random, lookup)), by.manner, random);
    lines.push({ by, text: previous ? addressed(text, previous, random) : text });
  }
  return lines;
}

const tidy = (text: string): string => text.replace(/ +(?=\n|$)/g, '').trimStart();

/** `{B}` is a mention of who plays b, `{Bname}` what they are called. */
function nameOfPart(name: string, personOf: (part: string) => DemoPerson): string | undefined {
  if (name === 'mm') return `@${personOf('m').handle}`;
  if (/^[A-Z]$/.test(name)) return `@${personOf(name.toLowerCase()).handle}`;
  if (/^[A-Z]name$/.test(name)) return calledName(personOf(name[0]!.toLowerCase()));
  return undefined;
}

function wordFor(name: string, setting: Setting, told: Map<string, string>): string | undefined {
  const { random } = setting;
  if (name === 'ask') return random.pick(openings[setting.openings]);
  const choices = phrases[name];
  if (choices !== undefined) return random.pick(choices);
  const known = told.get(name);
  if (known !== undefined) return known;
  const date = dates[name];
  const value = date === undefined ? facts[name]?.(random, setting.week) : written(setting.exam, date);
  if (value !== undefined) told.set(name, value);
  return value;
}

function written(exam: Date, { days, language, month }: (typeof dates)[string]): string {
  const date = new Date(exam);
  date.setDate(date.getDate() + days);
  return date.toLocaleDateString(language, month ? { month: 'long' } : { day: 'numeric', month: 'long' });
}

/** Somebody for a part who does not play yet, as far as there are people left. */
function castFor(part: string, playing: readonly DemoPerson[], setting: Setting): DemoPerson {
  const { people, language, random } = setting;
  const speaking = people.filter((one) => language === undefined || one.speaks.includes(language));
  const candidates =
    rolesFor(part)
      .map((role) => speaking.filter((one) => one.role === role))
      .find((found) => found.length > 0) ?? speaking;
  const free = candidates.filter((one) => !playing.includes(one));
  const others = speaking.filter((one) => !playing.includes(one));
  const choice = [free, others, speaking].find((list) => list.length > 0)!;
  return random.weighted(choice, ({ chatty }) => chatty);
}

function rolesFor(part: string): DemoPerson['role'][] {
  if (part === 'l') return ['lecturer', 'tutor'];
  if (part === 'm') return ['admin', 'tutor'];
  return part === 't' ? ['tutor'] : ['student', 'tutor'];
}

function addressed(text: string, to: DemoPerson, random: Random): string {
  if (text.includes('@') || text.includes('\n') || !random.chance(MENTIONS)) return text;
  return random.chance(0.6) ? `@${to.handle} ${text}` : `${text} @${to.handle}`;
}
