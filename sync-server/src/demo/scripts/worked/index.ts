import type { MakeExercise } from '../kinds.ts';
import { exercises01 } from './week-01.ts';
import { exercises02 } from './week-02.ts';
import { exercises03 } from './week-03.ts';
import { exercises04 } from './week-04.ts';
import { exercises05 } from './week-05.ts';
import { exercises06 } from './week-06.ts';
import { exercises07 } from './week-07.ts';
import { exercises08 } from './week-08.ts';
import { exercises09 } from './week-09.ts';
import { exercises10 } from './week-10.ts';

/** Draws again when a mistake would have led to the right result. */
const withMistake =
  (make: MakeExercise): MakeExercise =>
  (random) => {
    for (;;) {
      const exercise = make(random);
      if (exercise.wrong !== exercise.right) return exercise;
    }
  };

/** Exercises that are worked out as they are made up, a list for each week of lectures. */
export const exercises: readonly (readonly MakeExercise[])[] = [
  exercises01,
  exercises02,
  exercises03,
  exercises04,
  exercises05,
  exercises06,
  exercises07,
  exercises08,
  exercises09,
  exercises10,
].map((makers) => makers.map(withMistake));
