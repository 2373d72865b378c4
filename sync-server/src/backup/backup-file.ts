import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as v from 'valibot';

/**
 * A backup as a file: a line that says what it is, a line of JSON, tables in gzip, and the SHA-256 of all that comes
 * before. Inside of the gzip stand frames, each a length in four bytes and so many bytes: for each table its place in the
 * header, then its rows in pieces, then an empty frame. Nothing of it is ever in memory as a whole.
 */
const MAGIC = 'Lectern backup\n';
/** Raised when an older Lectern could not read the file any more. */
export const BACKUP_FORMAT = 1;
const DIGEST_BYTES = 32;
/** A header names some twenty tables; a megabyte of it is none. */
const MAX_HEADER_BYTES = 1_024 ** 2;
/** Rows are gathered into frames of about this size, in bytes. */
const FRAME_BYTES = 64 * 1_024;
/** A row has at most a note's document in it, as hexadecimal digits; no frame of ours is larger. In bytes. */
const MAX_FRAME_BYTES = 256 * 1_024 ** 2;
const LENGTH_BYTES = 4;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const HeaderSchema = v.object({
  format: count,
  /** The newest migration that the database had seen. */
  migration: v.string(),
  protocol: count,
  /** When it was made, in milliseconds since 1970. */
  madeAt: count,
  epoch: count,
  /** In the order in which they can be written again. */
  tables: v.array(v.object({ name: v.string(), columns: v.array(v.string()), rows: count })),
});
export type BackupHeader = v.InferOutput<typeof HeaderSchema>;
export type BackupTable = BackupHeader['tables'][number];

/** Something that whoever runs the command can mend; the message says how. */
export class BackupProblem extends Error {}

/**
 * Writes a backup under a temporary name beside `file`, and gives it its name once all of it is on the disk. What stands
 * there is replaced only when `overwrite` says so. Answers its size in bytes.
 */
export async function writeBackup(
  file: string,
  header: BackupHeader,
  rowsOf: (table: BackupTable) => AsyncIterable<Buffer>,
  { overwrite }: { readonly overwrite: boolean },
): Promise<number> {
  if (!overwrite && (await exists(file))) throw taken(file);
  const temporary = `${file}.${process.pid}.partial`;
  // What people said is nobody else's to read.
  const handle = await fs.open(temporary, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new BackupProblem(
      error.code === 'ENOENT'
        ? `There is no folder ${path.dirname(file)}: make it, or write elsewhere.`
        : `${file} cannot be written: ${error.message}`,
    );
  });
  try {
    const hash = createHash('sha256');
    const begin = Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`);
    hash.update(begin);
    await handle.writeFile(begin);
    await pipeline(
      Readable.from(framesOf(header, rowsOf)),
      createGzip(),
      async (zipped: AsyncIterable<Buffer>) => {
        for await (const chunk of zipped) {
          hash.update(chunk);
          await handle.writeFile(chunk);
        }
      },
    );
    await handle.writeFile(hash.digest());
    await handle.sync();
    const { size } = await handle.stat();
    await handle.close();
    await giveName(temporary, file, overwrite);
    return size;
  } catch (error) {
    await handle.close().catch(() => {});
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

export interface OpenBackup {
  readonly header: BackupHeader;
  /** Each table once, in the order of the header; its rows have to be read to their end before the next. */
  tables(): AsyncGenerator<{ readonly table: BackupTable; readonly rows: AsyncIterable<Buffer> }>;
}

/**
 * Reads a backup once through and answers what is in it.
 * @throws BackupProblem when it is none, is of a newer Lectern, was cut off or is damaged
 */
export async function openBackup(file: string): Promise<OpenBackup> {
  const handle = await fs.open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new BackupProblem(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`,
    );
  });
  try {
    const { size } = await handle.stat();
    const { header, length } = await readHeader(handle, file);
    if (header.format > BACKUP_FORMAT)
      throw new BackupProblem(
        `${file} was made by a newer Lectern (format ${header.format}; this one reads ${BACKUP_FORMAT}). Update this one first.`,
      );
    const end = size - DIGEST_BYTES;
    if (end <= length || !(await isWhole(handle, file, end)))
      throw new BackupProblem(
        `${file} is damaged or was cut off: what it holds is not what its checksum says. Nothing was written. Take another backup.`,
      );
    return { header, tables: () => tablesIn(file, header, { start: length, end: end - 1 }) };
  } finally {
    await handle.close();
  }
}

async function* framesOf(
  { tables }: BackupHeader,
  rowsOf: (table: BackupTable) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  for (const [place, table] of tables.entries()) {
    yield lengthOf(LENGTH_BYTES);
    yield lengthOf(place);
    let gathered: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of rowsOf(table)) {
      gathered.push(chunk);
      bytes += chunk.length;
      if (bytes < FRAME_BYTES) continue;
      yield Buffer.concat([lengthOf(bytes), ...gathered]);
      gathered = [];
      bytes = 0;
    }
    if (bytes > 0) yield Buffer.concat([lengthOf(bytes), ...gathered]);
    yield lengthOf(0);
  }
}

function lengthOf(value: number): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  bytes.writeUInt32BE(value);
  return bytes;
}

async function giveName(temporary: string, file: string, overwrite: boolean): Promise<void> {
  if (overwrite) await fs.rename(temporary, file);
  else {
    // Unlike a rename, this fails when somebody has taken the name meanwhile.
    await fs.link(temporary, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? taken(file) : error;
    });
    await fs.unlink(temporary);
  }
  // The name too is to outlive a power cut.
  const folder = await fs.open(path.dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}

async function readHeader(
  handle: FileHandle,
  file: string,
): Promise<{ header: BackupHeader; length: number }> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_HEADER_BYTES), 0, MAX_HEADER_BYTES, 0);
  const begin = buffer.subarray(0, bytesRead);
  const none = new BackupProblem(`${file} is no backup of Lectern.`);
  if (!begin.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) throw none;
  const end = begin.indexOf('\n', MAGIC.length);
  if (end === -1) throw none;
  try {
    const header = v.parse(HeaderSchema, JSON.parse(begin.toString('utf8', MAGIC.length, end)));
    return { header, length: end + 1 };
  } catch {
    throw none;
  }
}

async function isWhole(handle: FileHandle, file: string, end: number): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { end: end - 1 })) hash.update(chunk as Buffer);
  const { buffer } = await handle.read(Buffer.alloc(DIGEST_BYTES), 0, DIGEST_BYTES, end);
  return hash.digest().equals(buffer);
}

async function* tablesIn(
  file: string,
  header: BackupHeader,
  part: { readonly start: number; readonly end: number },
): AsyncGenerator<{ table: BackupTable; rows: AsyncIterable<Buffer> }> {
  const unzipped = createGunzip();
  // A reader that stops early closes both.
  const reading = pipeline(createReadStream(file, part), unzipped).catch(() => {});
  const frames = readFrames(unzipped);
  const next = async (): Promise<Buffer | null> => (await frames.next()).value ?? null;
  try {
    for (const table of header.tables) {
      const place = await next();
      if (place?.length !== LENGTH_BYTES || header.tables[place.readUInt32BE()] !== table)
        throw new BackupProblem(`${file} does not hold the tables that it names.`);
      yield { table, rows: rowsUntilEmpty(next) };
    }
  } finally {
    unzipped.destroy();
    await reading;
  }
}

async function* rowsUntilEmpty(next: () => Promise<Buffer | null>): AsyncGenerator<Buffer> {
  for (let frame = await next(); frame !== null && frame.length > 0; frame = await next()) yield frame;
}

async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + held.readUInt32BE();
      if (end > MAX_FRAME_BYTES) throw new BackupProblem('a piece of the backup is too large to be one');
      if (held.length < end) break;
      yield held.subarray(LENGTH_BYTES, end);
      held = held.subarray(end);
    }
  }
}

const exists = (file: string): Promise<boolean> =>
  fs.access(file).then(
    () => true,
    () => false,
  );

const taken = (file: string): BackupProblem =>
  new BackupProblem(`${file} exists already. Name another file, or add --overwrite.`);
