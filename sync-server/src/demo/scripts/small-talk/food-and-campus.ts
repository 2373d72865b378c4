import type { Script } from '../kinds.ts';

export const foodAndCampus: readonly Script[] = [
  [
    'a: cafeteria {today|at noon}? they have {dish}',
    'b: in. {time}?',
    'c: {save me a seat|coming later|is it the good one?}',
    'a?: table near the plants',
  ],
  [
    'a: the {dish} in the cafeteria is {surprisingly good|better than last week|a mistake}',
    'b: {I had two|I warned you|noted}',
    'c?: {dish2} is still the best',
  ],
  [
    'a: who took the last {croissant|cheese roll|apple cake}. I know you are in this channel',
    'b: 👀',
    'c: no comment',
    'd?: it was delicious',
  ],
  [
    'a: coffee machine on the {first|second|third} floor is {broken|out of milk|eating coins} again',
    'b: the one at the {library|physics building} works',
    'a: going there. anyone want one?',
    'c?: flat white please 🙏',
  ],
  [
    'a: best place for {ramen|falafel|pizza|pho|pierogi} near campus?',
    'b: the small one behind the {station|cinema|church}, cash only',
    'c: agreed, and go before {time}',
    'a: {thanks}, trying it today',
  ],
  [
    'a: I cooked {dish2} for eight and three people came. who is hungry?',
    'b: me',
    'c: dorm kitchen, fifth floor?',
    'a: yes, bring a plate',
  ],
  [
    'a: tea or coffee while debugging?',
    'b: tea',
    'c: coffee until {time}, then tea',
    'd: water. I’m a monster',
  ],
  ['a: is the library open on {day}?', 'b: until {time}, basement until midnight', 'a: {thanks}'],
  [
    'a: free seats in the library?',
    'b: {third floor|basement|next to the law books}, a few',
    'c?: bring a sweater, it is freezing',
  ],
  [
    'a: the lift in the maths building plays {sounds|a melody} now',
    'b: it is the door',
    'c: it is a cry for help',
  ],
  [
    'a: somebody left a bike with a {red|blue|yellow} basket in front of {room}, lights on',
    'b: mine! {thanks}',
    'a: switched it off',
  ],
  [
    'a: does the sports hall still have badminton on {day}?',
    'b: yes, {time}, you need a student card',
    'c: anyone up for doubles?',
    'a: me',
    'd?: me too, be gentle',
  ],
  [
    'a: printer quota exhausted. again.',
    'b: double-sided, four slides a page',
    'a: I need a microscope then',
    'c?: I have {small} euros left on mine, come by',
  ],
  [
    'a: flea market on campus {today|on {day}}',
    'b: any books?',
    'a: a whole table, I got the {red|second} edition of the algorithms book for {small} euros',
    'b?: jealous',
  ],
  ['a: does anyone have a {USB-C|HDMI|Lightning} cable in {room}?', 'b: here, third row', 'a: lifesaver'],
  [
    'a: Wi-Fi in {room} is dead',
    'b: same',
    'c: works if you sit near the door',
    'd?: at least the chat keeps what I type 😄',
  ],
  [
    'a: lost: grey umbrella, sentimental value, {room}',
    'b: I saw one at the porter',
    'a: got it back!! thank you',
  ],
  [
    'a: which {dorm|flat share} platform do you use? I have to move out in {month}',
    'b: the notice board in the cafeteria, seriously',
    'c: we have a room from {month} on, 12 minutes by bike',
    'a: writing you',
  ],
  [
    'a: choir concert on {day}, {time}, in the big hall. I sing in the second row :)',
    'b: I’ll be there',
    'c: what do you sing?',
    'a?: Fauré, and something from the nineties',
  ],
  [
    'a: is the semester ticket valid on the night bus?',
    'b: yes, within the city',
    'c?: N{small} goes every hour',
  ],
  ['a: recipe for the {dish2} you brought?', 'b: onions, patience, cumin. I’ll write it down', 'a: ❤️'],
  ['a: vegetarian menu today: {dish}. and tomorrow {dish2}', 'b: you are the RSS feed we need'],
  ['a: ice cream after the tutorial?', 'b: it’s {four|six|nine} degrees', 'a: so?', 'c: I’m in'],
  ['a: the vending machine gave me two for one', 'b: amortised it is still robbery', 'c?: 😂'],
];
