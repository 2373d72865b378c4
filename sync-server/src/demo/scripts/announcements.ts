/** Something that is posted every week. */
export interface WeeklyPost {
  /** Day of the week, Monday is 0. */
  readonly day: number;
  readonly hour: number;
  /** The first week in which there is something to tell. */
  readonly from: number;
  /** Who posts it and what, as a line of a script. */
  readonly line: string;
}

export const weeklyPosts: readonly WeeklyPost[] = [
  {
    day: 0,
    hour: 9,
    from: 1,
    line: 'l: **Sheet {s} is online**: https://algo.example/sheets/{s}.pdf\n{It is about|This week’s topic is|Topic:} {weekTopic}. Due next Monday, 12:00. {Have fun!|Start early, {ex} takes time.|{ex} is a bonus exercise.|Ask in the exercises channel.}',
  },
  {
    day: 0,
    hour: 14,
    from: 2,
    line: 't: {Sample solutions for|The solutions of} sheet {lastno} are {online|available}: https://algo.example/sheets/{lastno}/solution.pdf. {Compare them with yours before the tutorial.|Questions go to the exercises channel.|Look at {ex}, almost everyone stumbled there.}',
  },
  {
    day: 1,
    hour: 12,
    from: 1,
    line: 'l: {Slides|The slides} of lecture {lecA} ({weekTopic}) {are online|can be downloaded now}: https://algo.example/slides/{lecA}.pdf',
  },
  {
    day: 1,
    hour: 18,
    from: 1,
    line: 'm: {Recording|The recording} of lecture {lecA} {is ready|has been uploaded}: https://algo.example/recordings/{lecA}. {Length: {minutes} minutes.|Sound is fine this time.|The quiz is cut out.}',
  },
  {
    day: 2,
    hour: 15,
    from: 3,
    line: 't: {Points for|Results of} sheet {beforelast} are {entered|online}. Average: {avg} of 30. {Well done!|{ex} was the hardest.|Please check that your group is complete.}',
  },
  {
    day: 3,
    hour: 12,
    from: 1,
    line: 'l: Slides of {today’s lecture|lecture {lecB}}: https://algo.example/slides/{lecB}.pdf. {Slide {slide} has been corrected.|The proof from the blackboard is at the end.|The code is in `live/{lecB}`.}',
  },
  {
    day: 3,
    hour: 19,
    from: 1,
    line: 'm: Recording of lecture {lecB}: https://algo.example/recordings/{lecB}',
  },
  {
    day: 4,
    hour: 11,
    from: 1,
    line: 't: {Reminder: sheet {s} is due on Monday at noon.|Have you started sheet {s}? It is due on Monday at noon.|Sheet {s}: three days left.} {Office hour {today|on Monday} {office}, room {room}.|Hints for {ex} were given in the tutorials.|The grader runs every ten minutes.}',
  },
];

/** The first of all. */
export const welcomePost =
  'l: Welcome to **Algorithms and Data Structures**! Lectures are on Tuesdays and Thursdays, tutorials begin in the second week. Please read https://algo.example/rules once.';

/** Posts that come once, in their order. */
export const occasionalPosts: readonly string[] = [
  'm: Tutorial groups are assigned, see https://algo.example/groups. Swapping is possible until {day}; write to me.',
  'l: There is a mistake on slide {slide} of lecture {lec}: the inner loop ends at `n - 1`. A corrected version is online. Thanks to {B} for spotting it.',
  'm: The lecture on {lecday} takes place in **room {room}**, because of a conference.',
  't: My tutorial on {day} is moved to {office}, same room.',
  'l: There is **no lecture** next {lecday} (faculty meeting). Use the time for the bonus exercise.',
  't: {ex} on the current sheet: you may assume that all keys are different.',
  'm: The building closes at 18:00 on {day}. Side entrance works with your card.',
  'l: Some of you asked for more practice: https://algo.example/practice has 60 short exercises with solutions.',
  't: The grader was down for an hour and works again. Nothing is lost, submissions are being run now.',
  'l: We try something new on {lecday}: please bring a deck of cards (or anything that can be sorted).',
  'm: Lost and found: a calculator, two scarves, one USB stick named *thesis_final_final*. Room {room}.',
  'l: Guest lecture on {lecday}: route planning in practice, by an engineer of a map company. It is not relevant for the exam and well worth your time.',
  't: Please write your group number on **every** page. We had three orphans this week.',
  'l: The evaluation is open until {day}: https://eval.uni.example/algo. I read every comment.',
  'l: Results of the evaluation: you want more examples, and slower proofs. Both starting on {lecday}.',
  'm: The pool computers in {room} are reserved for us on {day} from {office}.',
  't: Correction for {ex}: it must be `Θ(n log n)`, not `O(n)`. The PDF is updated.',
  'l: The book is available as an e-book in the library, 40 licences. Please close it when you are done.',
  'm: Office hours this week: {day}, {office}, room {room}.',
  't: A tip: the test names tell you what they test. `test_empty`, `test_single`, `test_all_equal` catch most bugs.',
  'l: Bonus points: whoever finds a shorter correct proof for {ex} gets one. So far {small} of you have.',
  'm: Card readers in {room} are replaced on {day} morning. Doors stay open.',
  'l: I am travelling until {day}. {Tname} gives the lecture, questions reach me here.',
  't: Video with the solution of {ex}, step by step: https://algo.example/videos/{s}-{small}',
  'l: Mid-term quiz on {lecday}: 20 minutes, not graded, you will know where you stand.',
  'l: Mid-term quiz: average {avg} of 30. If you had less than 12, please come to the office hour, we’ll make a plan.',
  'm: Fire drill on {day} at {office}. Please leave the building, also during proofs.',
  't: Groups {small} and {line}: please contact me about your last submission. Nothing bad, a page is missing.',
  'l: We need two people to help at the open day in {month}. It is paid, and there is cake.',
  'm: Deregistration from tutorials is possible until {day}, 23:59.',
  'l: The notation sheet (one page) is online: https://algo.example/notation.pdf. It is also what we use in the exam.',
  't: For those who like it visual: https://visualgo.net/en is a good companion for this week.',
  'l: Please do not photograph other students’ solutions at the blackboard without asking.',
  'm: Microphones in {room} are repaired. The recording of lecture {lec} has been redone.',
  'l: {sheet} will be discussed in the lecture as well, since {ex} caused so many questions.',
  't: An extra tutorial for all who missed one: {day}, {office}, room {room}. No registration needed.',
  'l: Student helpers for next year: if you enjoy explaining, talk to me. Previous experience is not required.',
  'm: The course page moves to a new server on {day} night. It may be away for an hour.',
  't: We renamed the branches of the template. `git fetch --prune` once, then everything is as before.',
  'l: Errata of the lecture notes, version {small}: https://algo.example/errata',
  'l: Thank you for the lively discussion today. The question "what if all keys are equal" will be an exercise.',
];

/** Posts about the exam, in their order. */
export const examPosts: readonly string[] = [
  'l: The exam is on **{examDate}, 9:00–10:30**. Rooms follow.',
  'm: Registration opens on {day}. You need your student number and five minutes.',
  'l: You are admitted with 50 % of the points of all sheets and one presentation in a tutorial.',
  't: Where to see your points: course page → *Results* → *Admission*.',
  'm: Registration is open now: https://exams.uni.example',
  'l: Allowed aids: one sheet of A4, **handwritten**, both sides. No calculators, you will not need one.',
  'l: May the sheet be written on a tablet and printed? Yes, if it is your own handwriting.',
  'l: Format: six exercises, 90 points, one point a minute.',
  'm: If you need extra time or a separate room, please contact me until {day}. Everything is treated confidentially.',
  'l: What is relevant: all lectures, all sheets, except what is marked with a star on the slides.',
  'l: Proofs you should be able to give: lower bound for sorting, height of AVL trees, correctness of Dijkstra, the cut property.',
  't: Old exams of the last four years: https://algo.example/exams. Solutions follow, try them first.',
  'l: A word on old exams: exercises change, the way of thinking does not.',
  'm: Reminder: registration closes on {day} at 23:59. I cannot register anybody later, really.',
  't: Solutions of the oldest exam are online.',
  'l: Pseudo code or a real language? Whatever you like, as long as it is readable. Syntax errors cost nothing.',
  'm: {students} people are registered so far. If you are not among them, now is the time.',
  'l: Multiple choice: there will be ten questions, wrong answers give no negative points.',
  't: Mock exam on {day}, {office}, room {room}. Bring your sheet of notes as a test run.',
  't: Mock exam: solutions and the points scheme are online. Average was {mock} of 90.',
  'l: The most frequent mistake in the mock exam: giving a running time without saying of what n is.',
  'm: Registration is closed. The list is at my door, please check your name.',
  'l: Question session before the exam: {day}, {office}, room {room}. Bring questions, I bring none.',
  't: We collect questions for the session here: https://notes.algo.example/questions',
  'l: The second exam date will be at the end of the break. You do not have to register for it now.',
  'm: Rooms: A–K in {room}, L–Z in {room2}. Seats are assigned at the door.',
  'l: Please bring a pen that is neither red nor a pencil, your student card, and something to drink.',
  'l: Please sleep before the exam. It is worth more than the last chapter.',
];
