import type { Script } from '../kinds.ts';
import { foodAndCampus } from './food-and-campus.ts';
import { freeTime } from './free-time.ts';
import { studentLife } from './student-life.ts';

export const smallTalk: readonly Script[] = [...foodAndCampus, ...freeTime, ...studentLife];
