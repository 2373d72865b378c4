import type { Script } from './kinds.ts';

/** A study group of friends. */
export const groupTalk: readonly Script[] = [
  [
    'a: library at {time}?',
    'b: yes',
    'c: {15 minutes late|me too|coming after work}',
    'a?: second floor, table by the window',
  ],
  ['a: who brings snacks?', 'b: {I have oranges|baklava from my aunt|the good pretzels}', 'c: ❤️'],
  [
    'a: plan for today: {ex}, then the summary of lecture {lec}, then **nothing**',
    'b: I like the last item',
    'c: can we start with the summary?',
    'a?: fine',
  ],
  [
    'a: I pushed my part of {sheet}: `{hash}`',
    'b: looking',
    'b: small comment at {ex}, rest is great',
    'a: fixed',
    'c?: merged & uploaded',
  ],
  [
    'a: who does what on {sheet}? I’d take {ex}',
    'b: I take the proof',
    'c: then the code is mine',
    'a: everybody ready by {day} evening?',
    'b: yes',
    'c?: yes (optimistic)',
  ],
  ['a: {sheet}: {points} points!!', 'b: what did we lose?', 'a: the base case.', 'c: the base case. always'],
  ['a: can we move to {day}? I have {lab|work|a family thing}', 'b: ok for me', 'c: ok, after {time}'],
  [
    'a: summary of week {small} is done, {pages} pages',
    'b: you are a machine',
    'c: can I add my drawings?',
    'a: please!',
  ],
  [
    'a: I’m in room {room}, they are vacuum-cleaning',
    'b: go to the {atrium|cafeteria}',
    'a: ok. {atrium|cafeteria} it is',
  ],
  [
    'a: I explain {rotations|hashing|DP} to you, you explain {proofs|graphs|recurrences} to me?',
    'b: deal',
    'c: can I listen?',
    'a?: you bring the coffee',
  ],
  ['a: honest question, does anyone feel ready', 'b: no', 'c: no', 'b?: but better than two weeks ago'],
  [
    'a: who understood {ex} **really**?',
    'b: {Cname} did',
    'c: I understood it yesterday. today I’m not sure',
    'a?: quantum understanding',
  ],
  [
    'a: timetable for the last weeks: Mon recurrences + sorting, Wed trees + hashing, Fri graphs, Sun DP. ok?',
    'b: Sun only in the afternoon',
    'c: I can do Wed online',
    'a: updated',
  ],
  [
    'a: mock exam result: {mock} of 90',
    'b: {mock2}',
    'c: I stopped at exercise 4',
    'a: we repeat it next week and compare',
  ],
  [
    'a: I found last year’s questions for the oral part, 3 pages: https://notes.algo.example/oral',
    'b: gold',
    'c: question {small} is mean',
  ],
  ['a: bus is late, start without me', 'b: we started with cake', 'a: WAIT'],
  [
    'a: do you also see the invariant everywhere now? I sorted the dishes by size',
    'b: insertion or selection',
    'a: insertion, obviously, they arrive online',
    'c?: this course has ruined us',
  ],
  [
    'a: can someone send me the photo of the whiteboard?',
    'b: sent. {half of it is reflection|the left part is from another group}',
    'a: {thanks}',
  ],
  [
    'a: good news: tutor says our solution of {ex} is the shortest he has seen',
    'b: because we ran out of time',
    'c: 🤫',
  ],
  [
    'a: sorry I was grumpy {today|yesterday}, too little sleep',
    'b: no worries at all',
    'c?: take tomorrow off, we’ll do {ex}',
  ],
  [
    'a: meeting link for tonight: https://meet.uni.example/study-group',
    'b: I’m in the waiting room',
    'a: let you in',
  ],
  ['a: flash cards: {cards} so far. who reviews?', 'b: me, up to card {line}', 'c: rest is mine'],
];
