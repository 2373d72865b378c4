import type { Script } from './kinds.ts';

/** Talk around the lectures: slides, recordings, notation, books. */
export const lectureTalk: readonly Script[] = [
  [
    'a: is there a recording of {lecture {lec}|{lecday}}?',
    '{b|t}: should be on the course page {by tonight|in an hour|tomorrow}, it takes a while to convert',
    'a?: {thanks}',
  ],
  [
    'a: sound is missing in the recording from minute {minute} on',
    'b: here too, {only left channel|it comes back two minutes later}',
    't: thanks, I uploaded it again. please reload',
    'a?: {works now|perfect}',
  ],
  [
    'a: small typo on slide {slide}: it says {`i < n`|`a[j]`|`n/2`|`log n`} and should be {`i <= n`|`a[j+1]`|`⌊n/2⌋`|`log log n`}, no?',
    'l: you are right, thank you. {I have corrected it|the new version is online}',
    'b?: sharp eyes',
  ],
  [
    'a: slide {slide} and the book use different {indices|letters|names} for the same thing. which one in the exam?',
    'l: either, as long as you say what your letters mean',
    'a: {thanks}',
  ],
  [
    'a: in which chapter of the book is {today’s topic|lecture {lec}}?',
    'b: chapter {small}, from page {page} on',
    'c?: the second half is only in the slides',
  ],
  [
    'a: can we get the slides **before** the lecture? I like to write on them',
    'l: I’ll try. the draft is usually ready the evening before, then I put it up marked as draft',
    'a: that would be great, {thanks}',
    'b?: +1',
  ],
  [
    'a: what was the example with the {train|library|cake|card deck} again? I was late',
    'b: {cards: that is how people sort their hand|finding the median of a row of students by asking only questions|cutting a cake so that nobody envies anyone}',
    'a: ah that one. {thanks}',
  ],
  [
    'a: today’s lecture was {really good|the best so far}',
    'b: {agreed|the live demo!}',
    'c?: the moment when the {audience sorted itself|bubble sort was still running at the end} 😄',
    'l?: thank you, I will tell the volunteers',
  ],
  [
    'a: I could not follow after slide {slide}. is it just me?',
    'b: no, that was fast',
    'c: me neither, the proof had {three|four} steps in one line',
    'l: fair. I’ll go through it again {on {lecday}|at the start of the next lecture}',
    'a: thank you!',
  ],
  [
    'a: did anybody write down the question from the end of lecture {lec}?',
    'b: "what if all keys are equal?"',
    'a: yes, exactly. {thanks}',
  ],
  [
    'a: who is in {room} already? is it full?',
    'b: {half empty|front rows are free|people sit on the stairs}',
    'a: {coming|on my way}, keep me a seat',
  ],
  [
    'a: the projector in {room} {flickers again|shows everything in green}',
    't: technician is on the way',
    'b?: now the red-black trees are just black',
  ],
  [
    'a: does the lecture start at {time} sharp or a quarter past?',
    'b: quarter past, as always',
    'c?: except when it is not in the schedule, so be there early the first time',
  ],
  [
    'a: is attendance counted?',
    't: no. but people who come tend to find the exam easier, {for some reason|make of that what you like}',
    'b?: subtle',
  ],
  [
    'a: my handwritten notes for lecture {lec} as PDF, if anyone wants them: https://notes.algo.example/{lec}.pdf',
    'b: these are beautiful',
    'c: {thanks}',
    'a?: page {small} has a mistake in the second line, sorry',
  ],
  [
    'a: good explanation of this week’s topic in 12 minutes: {link}',
    'b: {watched it|better than the book}, {thanks}',
    't?: nice find. he skips the proof but the picture is right',
  ],
  [
    'a: what is the symbol in the middle of slide {slide}? looks like a w',
    'b: ω, little omega',
    'c?: the print version makes it a box',
  ],
  [
    'a: is the blackboard proof from {lecday} relevant for the exam?',
    'l: the **idea**, yes. the constants, no',
    'b: could you say what the idea is, in one sentence?',
    'l: choose the potential so that every expensive step is paid by the cheap ones before it',
    'b: {thanks}',
  ],
  [
    'a: how do you take notes with so many pictures?',
    'b: tablet',
    'c: paper, then photo',
    'd: I don’t, I {rewatch|copy from {Bname}}',
    'b?: hey',
  ],
  [
    'a: `script-v{small}.pdf` and `script-v{small}-final.pdf` are both online, which one is it?',
    't: the second, I removed the other. sorry for the mess',
  ],
  [
    'a: in lecture {lec} you said "we will come back to this", when is that?',
    'l: in week {later}, when we need it for the {analysis|lower bound|correctness proof}. well remembered!',
  ],
  [
    'a: can somebody tell me the homework reading for {lecday}?',
    'b: pages {page} to {page2}',
    'c?: you can skip the historical part, but it is the fun one',
  ],
  [
    'a: the quiz at the beginning today: question {small}, what was right?',
    'b: B',
    'c: B, I also had C first',
    'l?: B. 62 % of you had it, that is more than last year',
  ],
  [
    'a: does anyone have the code that was typed live?',
    't: it’s in the repository, folder `live/{lec}`',
    'a: {thanks}, forgot to look there',
  ],
  [
    'a: why do we prove things that every library has already?',
    'l: because one day you will write the thing that no library has',
    'b: 😮',
    'c?: putting that on a mug',
  ],
  [
    'a: {Aname} from row {small}: whoever forgot a {blue bottle|scarf|charger|calculator} in {room}, I left it at the porter’s desk',
    'b: mine!! thank you so much',
    'c?: good people in this course',
  ],
  [
    'a: is there a list of all definitions somewhere?',
    'b: I keep one: https://notes.algo.example/definitions, everyone can edit',
    'c: added the ones from lecture {lec}',
    'a: you are heroes',
  ],
  [
    'a: I will miss {lecday}, can someone take notes for me?',
    'b: sure',
    'a: {thanks}, I’ll do {the next one|lecture {later}} for you',
  ],
];
