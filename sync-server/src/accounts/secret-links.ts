import { createHash, randomBytes } from 'node:crypto';
import type { Env } from '../env.ts';

/** Links that let somebody in: their tokens are random, shown once, and stored as hashes only. */
const TOKEN_BYTES = 24;
/** What `newToken` writes: anything else is no token and is not looked up. */
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** The stored form of a token. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const isToken = (text: string): boolean => TOKEN.test(text);

type Links = Pick<Env, 'publicUrl'>;
export const setupLink = ({ publicUrl }: Links, token: string): string => `${publicUrl}/setup/${token}`;
export const joinLink = ({ publicUrl }: Links, token: string): string => `${publicUrl}/join/${token}`;
export const resetLink = ({ publicUrl }: Links, token: string): string => `${publicUrl}/reset/${token}`;
