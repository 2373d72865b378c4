import { openCourse } from './course.ts';
import { Hall } from './hall.ts';
import { Lectern } from './lectern.ts';
import { reportDetail, reportRow, reportText } from './report.ts';
import { quantile } from './statistics.ts';

const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 500);
const CHANNELS = Number(process.env.BENCH_CHANNELS ?? 30);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** Messages that every channel has. */
const MESSAGES = 300;
const SPOKEN = 500;
/** The network is back, and everybody within this time, in milliseconds. */
const WITHIN_MS = 5_000;

/** A lecture hall whose network comes back: everybody at once, each with all their channels. Then one speaks and all hear. */
export async function measureLectureHall(): Promise<void> {
  const app = await Lectern.start();
  try {
    const course = await openCourse(app);
    const hall = await Hall.fill(app, course, [app], {
      clients: CLIENTS,
      channels: CHANNELS,
      messages: MESSAGES,
    });
    // The first time compiles and loads.
    await hall.comeBack(WITHIN_MS);
    const rounds: Awaited<ReturnType<typeof hall.comeBack>>[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await hall.comeBack(WITHIN_MS));
    const late = (share: number) => rounds.map(({ took }) => quantile(took, share));
    const what = `${CLIENTS} clients with ${CHANNELS} channels come back within ${WITHIN_MS / 1_000} s`;
    reportRow(`${what}, until all is in step, p99`, late(0.99), { atMost: 2, aim: 1 }, 's');
    reportDetail('p50', late(0.5), 's', 2);
    reportDetail(
      'seconds of a core',
      rounds.map(({ cpu }) => cpu),
      's',
    );
    reportDetail(
      'received by each',
      rounds.map(({ bytes }) => bytes / 1_000),
      'kB',
    );
    const heard = await hall.listen(SPOKEN);
    const [p50, p99] = [0.5, 0.99].map((share) => quantile(heard.late, share).toFixed(0));
    reportText(
      `${SPOKEN} messages at 50/s, ${CLIENTS} listeners`,
      `${heard.late.length} of ${heard.expected} heard, p50 ${p50} ms, p99 ${p99} ms, ${heard.cpu.toFixed(1)} s of a core`,
    );
  } finally {
    await app.stop();
  }
}
