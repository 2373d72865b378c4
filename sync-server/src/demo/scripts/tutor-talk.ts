import type { Script } from './kinds.ts';

/** What tutors, lecturer and admin say among themselves. `a`, `b`, `c` are any of them here. */
export const tutorTalk: readonly Script[] = [
  [
    'a: who corrects {ex} of {last}?',
    'b: me, {done by {day}|half of it is done}',
    'c?: I take the one after that',
  ],
  [
    'a: {students} students solved {ex} with {induction over the wrong variable|a table that has no rows|"obviously"}',
    'b: half points if the idea is there?',
    'a: fine with me',
    'c: same in my group',
  ],
  [
    'a: average of {last} is {avg} of 30',
    'b: mine {avg2}',
    'c: {ex} was too hard, nobody had the second part',
    'l: then I will discuss it on {day}',
  ],
  [
    'a: can somebody take my tutorial on {day}? {dentist|train strike|I’m ill}',
    'b: I can, which room?',
    'a: {room}, {time}. {thanks}, I owe you one',
  ],
  [
    'a: draft of {nextsheet} is in the repository, please try to break it',
    'b: {ex}: with n = 0 the claim is false',
    'a: good catch, n ≥ 1 then',
    'c?: rest looks fine, about {hours} hours of work I’d say',
  ],
  [
    'a: {nextsheet} is {too long|two pages}, isn’t it?',
    'b: I’d drop the third part of {ex}',
    'l: agreed, make it a bonus',
    'a: done',
  ],
  [
    'a: two hand-ins with the same typo in {ex}. {group {small} and group {line}|from different tutorials}',
    'b: word for word?',
    'a: including "hte algorithm"',
    'l: please talk to both before we do anything official. most of the time there is a harmless story',
    'a: will do',
  ],
  [
    'a: talked to them, they learned together and one wrote it down. they’ll hand it in again in their own words',
    'l: good solution, thank you',
  ],
  ['a: how strict are we about the missing base case?', 'b: −1', 'c: −1, and a friendly comment'],
  [
    'a: a student asked for an extension ({illness|family|competition})',
    'l: with a note yes, {two days|until {day}}. otherwise we leave the sheet out',
    'a: ok I’ll tell them',
  ],
  [
    'a: which notation do you accept for {`⌊log n⌋`|half open ranges|empty trees of height −1}?',
    'b: all, if they are consistent',
    'c: I told my group to write a sentence about it',
    'a: same then',
  ],
  [
    'a: grader accepts wrong solutions for {ex}: a program that prints nothing passes 3 tests',
    'b: because the expected output is empty there',
    'a: I add a test with a non-empty one. rerun tonight',
    'm?: rerun is scheduled for {time}',
  ],
  [
    'a: printing: 40 copies of the quiz, anything else?',
    'b: 42, we always lose two',
    'm: they are in the tray next to my door',
  ],
  [
    'a: room {room} is double-booked on {day}, {time}',
    'm: moved us to {room2}. I update the page, please tell your groups',
    'b: told mine',
  ],
  [
    'a: minutes of today: 1) {nextsheet} by {day} 2) exam draft: everybody sends **two** exercises 3) cake is {Bname}’s turn',
    'b: I was hoping you’d forget 3',
    'c?: we never forget 3',
  ],
  [
    'a: exam exercise draft, topic {heaps|hashing|DP|shortest paths}: 8 points, 12 minutes. comments?',
    'b: 12 is tight, I needed 9',
    'c: second part can be guessed',
    'l: make them give a reason, then guessing does not help',
  ],
  [
    'a: my group is quiet. nobody says anything. tips?',
    'b: let them discuss in pairs for 3 minutes first',
    'c: and ask "what could go wrong" instead of "any questions"',
    'a: trying that on {day}',
    'a?: (it worked!)',
  ],
  [
    'a: several people confuse {`O` and `Θ`|worst case and upper bound|average and amortised|heap and search tree} again',
    'b: in mine too',
    'l: I’ll make it the quiz question on {day}',
    'c?: I have a picture for that, shall I send it?',
    'l?: please',
  ],
  [
    'a: feedback sheets are in: {students} returned. most wanted: more examples, slower proofs',
    'b: and "more cake in tutorials" {small} times',
    'l: thank you, I’ll answer them in the lecture',
  ],
  [
    'a: who has the key for the tutor room?',
    'b: hanging at the board',
    'a: it is not',
    'c: …it is in my jacket. on my way',
  ],
  [
    'a: points for {last} are entered, please check your groups before I publish',
    'b: ok',
    'c: one is missing, {line} should be {small} points',
    'a: corrected. publishing',
  ],
  [
    'a: {students} open questions in the exercises channel, I take those on {ex}',
    'b: I answer the ones about the grader',
    'a: 👍',
  ],
  [
    'a: has anyone a counterexample for the greedy in {ex}? a student thinks it always works',
    'b: weights 6, 5, 5, capacity 10',
    'a: perfect, so small',
    'c?: goes into the solution',
  ],
  [
    'a: office hour today: {small} people, all about {ex}',
    'b: same in mine yesterday',
    'l: then we should do one more example in the lecture',
  ],
  [
    'a: solution for {sheet} is ready for proof-reading: `solutions/{s}.tex`',
    'b: small thing: line {line}, `n-1` instead of `n`',
    'a: fixed in `{hash}`',
  ],
  ['a: reminder: working-hours sheets until {day}', 'b: thanks, I’d have forgotten', 'c: again'],
];
