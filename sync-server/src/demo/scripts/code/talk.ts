import type { Script } from '../kinds.ts';

/** Talk about programming besides what is broken. */
export const codeTalk: readonly Script[] = [
  [
    'a: which language are you {all |}using for {sheet}?',
    'b: {lang}',
    'c: {lang2}, {because I want to learn it|since the tests are quick to write|because of the project next term}',
    'a?: {hm, I will stay with|I think I take} {lang} {then|too}',
  ],
  [
    'a: is it allowed to use `{Collections.sort|sorted()|std::sort|heapq|PriorityQueue}` on {sheet}?',
    't: {only where the sheet does not ask you to implement it|for {ex} no, that is the point of the exercise. everywhere else yes}',
    'a: {ok|okay}, {thanks|then I write it myself}',
  ],
  [
    'a: timings for {ex}, n = {n}, in ms. {insertion sort|bubble sort}: `{n5}`, {merge sort|heapsort}: `{n3}`, built in: `{n2}`',
    'b: mine are {slower|faster}: `{n5}`, `{n3}`, `{n2}`. what machine?',
    'a: {an old laptop|the pool computer|a desktop at home}, {lang}',
    'c?: the ratio is what counts, and it {fits|looks like the slide}',
  ],
  [
    'a: {finally|after three hours}: `{tests} passed, 0 failed` 🎉',
    'b: {nice!!|congrats|how? I am at {small} failed}',
    'a?: the last one was {`test_{test}`|the empty input|an off-by-one, what else}',
  ],
  [
    'a: `test_{test}` is the only one that fails for me. hint?',
    'b: {read its name aloud|think of the smallest input|what happens with an empty array}',
    'a: {oh.|ohh|of course}',
    'b: everybody falls into that one',
  ],
  [
    'a: does anyone have a nice way to print a tree?',
    'b: in-order with indentation by depth, then turn your head by 90 degrees. 5 lines',
    'c: or write Graphviz: `digraph { 5 -> 3; 5 -> 8 }` and paste it into https://dreampuf.github.io/GraphvizOnline',
    'a: the head version it is 😄',
  ],
  [
    'a: pair programming for {sheet}, anyone? {today|tomorrow} {around|after} {time}',
    'b: I’m in, {library|room {room}|online}?',
    'a: {library|online} is good. {bring coffee|I’ll send a link}',
  ],
  [
    'a: how do you test randomised algorithms? {expected value is hard to assert|}',
    't: fix the seed for unit tests. and separately run it 1000 times and check a property that must **always** hold, like "output is a sorted permutation"',
    'a: so property based, nice',
    'b?: there is `hypothesis` for Python and `jqwik` for Java',
  ],
  [
    'a: can somebody review {20|30|a few} lines? it works but it is ugly',
    'b: show',
    'a: `for (int i = 0; i < n; i++) {`\n`  if (a[i] > max) { max = a[i]; pos = i; }`\n`}`\nthat, {small} times, for every column',
    'b: make it a function `indexOfMax(a, from)`, then it is one line in each place',
    'a: {done, thanks|much better}',
  ],
  [
    'a: debugger or print statements? be honest',
    'b: print',
    'c: print, with `>>>` in front so I find them',
    't: a debugger with a conditional breakpoint would save you hours. {I used prints as well until my thesis|just saying}',
  ],
  [
    'a: `git commit -m "fix"` 11 times in a row, does anybody look at that?',
    't: {we do look at it :)|nobody grades it, but your future self will read it}',
    'a: …`git rebase -i` then',
    'b?: careful if your partner has pulled already',
  ],
  [
    'a: what does `>>> 1` do in the slides? `(lo + hi) >>> 1`',
    'b: unsigned shift. `(lo + hi) / 2` overflows for huge arrays, with `>>>` the result is still right',
    'c: there was a bug like that in the JDK for nine years: https://research.google/blog/extra-extra-read-all-about-it-nearly-all-binary-searches-and-mergesorts-are-broken/',
    'a: great read, thanks',
  ],
  ['a: is `i++` or `++i` faster', 'b: no.', 'a: fair enough 😅'],
  [
    'a: my partner uses tabs',
    'b: condolences',
    'c?: `.editorconfig` and a formatter, never talk about it again',
  ],
  [
    'a: which visualisation helped you most? I can’t picture {rotations|union–find|DFS}',
    'b: https://visualgo.net/en, step by step with pseudo code next to it',
    'c: https://www.cs.usfca.edu/~galles/visualization/Algorithms.html is old but has everything',
    'a: {perfect|exactly what I needed}',
  ],
  [
    'a: does the grader use {Java 17 or 21|Python 3.11 or newer}? `switch` with patterns does not compile there',
    't: {Java 21, Python 3.12, gcc 13|the versions are in the README of the template: Java 21, Python 3.12}. write me if it still fails',
    'a: my project was set to 11. sorry',
  ],
  [
    'a: how long should the report for the experiment be?',
    't: one page and the plot. axes labelled, **units**, both curves in one picture',
    'b: log scale?',
    't: whichever shows your point. on log-log a power is a straight line',
  ],
  [
    'a: found a bug in the template: `{file}` has {a trailing space in the last line|two edges with the same ends|Windows line ends}',
    't: thank you, fixed. pull again please',
    'm?: also fixed in the archive on the course page',
  ],
  [
    'a: writing `Node<K extends Comparable<K>, V>` makes me feel like a professional',
    'b: wait until you meet `? super T`',
    'c?: PECS: producer extends, consumer super',
  ],
  [
    'a: who else reads compiler errors bottom up',
    'b: in C++ there is no bottom',
    'c: {clang is kinder than gcc there|the first one, always the first one}',
  ],
];
