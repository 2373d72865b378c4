import type { Script } from './kinds.ts';

/** Sheets, hand-ins, groups, points. */
export const logistics: readonly Script[] = [
  [
    'a: when is {sheet} due again?',
    'b: Monday 12:00',
    'c?: 12:00 **noon**, not midnight. I learned that the hard way',
  ],
  [
    'a: can we hand in {sheet} {on paper|as a photo|handwritten}?',
    't: a scan is fine as long as we can read it. one PDF, pages in order',
    'a: {thanks}',
  ],
  [
    'a: is {ex} worth {small} points or is that a typo?',
    't: no typo, it is {long|a bonus exercise|harder than it looks}',
    'b?: oh no',
  ],
  [
    'a: our group has only two people, can somebody join us?',
    'b: I could, my partner dropped the course',
    'a: great, I’ll write you',
  ],
  [
    'a: may we work in groups of four on {sheet}?',
    't: three at most, please. but talk to each other as much as you like',
    'a: ok',
  ],
  [
    'a: how many points do we need to be admitted to the exam?',
    'b: 50 % over all sheets',
    'c?: and one presentation in the tutorial',
    't: both correct',
  ],
  [
    'a: the upload says `file too large` for our PDF',
    'b: limit is 10 MB. photos at half the size are still readable',
    'a: 3 MB now and it works',
  ],
  [
    'a: where do I see my points for {last}?',
    'b: course page → *Results*, {updated|since} this morning',
    'a?: {17|21|24|28} of 30, happy with that',
  ],
  [
    'a: {last} is not corrected yet, right?',
    't: working on it, {tomorrow|by the end of the week|tonight}',
    'b?: no stress',
  ],
  [
    'a: I think there are points missing in {ex}, whom do I ask?',
    't: write to whoever corrected it, the initials are at the bottom. mistakes happen',
    'a: {thanks}',
  ],
  [
    'a: {sheet} is {hard|really long}. how far are you?',
    'b: {half|two of five}',
    'c: {ex} left',
    'd?: I have not opened it',
    'a: makes me feel better',
  ],
  ['a: started {sheet} at {time}. it is now very late.', 'b: {ex}?', 'a: {ex}.', 'b: same'],
  [
    'a: done with {sheet}!! {first time before Sunday|never been so early}',
    'b: show-off',
    'c: {teach us|how}',
    'a?: tutorial on {day} helped a lot',
  ],
  [
    'a: "prove or disprove" in {ex}, may I just give a counterexample?',
    't: for disproving, one counterexample is a complete answer. say **why** it is one',
    'a: {thanks}',
  ],
  [
    'a: how detailed should pseudo code be?',
    't: so that a fellow student could program it without asking you. no need for semicolons',
    'b?: that depends on the fellow student 😄',
  ],
  ['a: do we lose points for a missing base case?', 't: one. every week somebody does', 'a: …that was me'],
  [
    'a: {ex} says "show that", the sheet gives no hint at all',
    'b: induction over n',
    'c: or with the invariant from slide {slide}',
    'a: trying induction',
  ],
  [
    'a: the tutorial on {day} is in {room} this week?',
    't: yes, only this week. next week back to the usual place',
    'a?: {thanks}, would have waited in front of a locked door',
  ],
  [
    'a: can I switch from the {day} to the {day2} tutorial?',
    't: if there is a seat, just come. for good: ask {mm} to change it in the list',
    'm: done, you are in the {day2} group now',
    'a: wow, quick. thank you',
  ],
  [
    'a: I was ill last week (have a note). what happens to {last}?',
    't: get well! send the note to {mm}, the sheet is then left out of your average',
    'a: {thanks}',
  ],
  [
    'a: what exactly may we look up? {ex} is on the internet word for word',
    't: reading is fine, copying is not. write it in your own words and name the source',
    'b?: and be able to explain it in the tutorial',
  ],
  [
    'a: solutions for {last} are online: https://algo.example/sheets/{lastno}/solution.pdf',
    'b: ouch, {ex}',
    'c: at least I had the idea right',
  ],
  [
    'a: is {ex} solvable at all? I have filled four pages',
    'b: the solution is five lines',
    'a: {don’t say that|noooo}',
    'b: think about what is **invariant**',
  ],
  [
    'a: deadline in {mins} minutes and the server is slow',
    'b: upload what you have now, you can replace it later',
    'a: it’s in',
    'c?: every single week 😅',
  ],
  [
    'a: does "in your own words" mean no formulas?',
    't: no, use all the formulas you need. I want to see that you understand them',
  ],
  [
    'a: my partner and I have different solutions for {ex}, both look correct',
    'b: hand in the shorter one',
    't: or both, then you get comments on both',
  ],
  [
    'a: {T} could you have another look at {ex} on {last}? it says 0 but I think the idea is right',
    't: bring it to the tutorial, we look at it together',
    'a: will do, {thanks}',
  ],
  [
    'a: sheet template in LaTeX, for those who want: https://algo.example/latex/template.zip',
    'b: with the pseudo code package? bless you',
    'c?: is there one for Typst?',
    'a?: not yet, feel free',
  ],
  [
    'a: I present {ex} on {day} and I’m nervous',
    'b: you explained it to me yesterday and I understood it. you’ll be fine',
    'a: {thanks} ❤️',
  ],
  ['a: presentation went well!', 'b: told you', 'c?: the drawing with the three colours was great'],
  ['a: are we allowed to use results from earlier sheets in {ex}?', 't: yes, just say which one'],
  [
    'a: {ex}: is the graph directed or not? the sheet does not say',
    't: undirected, simple, connected. I’ll add it',
    'b?: then it becomes much easier',
  ],
  [
    'a: does anyone have {sheet} with less ink? the scan in the printer room is grey',
    'b: https://algo.example/sheets/{s}.pdf',
    'a: {thanks}',
  ],
];
