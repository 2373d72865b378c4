import type { Script } from '../kinds.ts';

export const german: readonly Script[] = [
  [
    'a: hat jemand schon {sheetDe} angefangen?',
    'b: {ja, bis Aufgabe {exn}|noch nicht|gestern, ist machbar}',
    'a?: ok, dann {fange ich auch mal an|lege ich los}',
  ],
  [
    'a: kann mir jemand Aufgabe {exn} auf Deutsch erklären? Ich komme beim Englischen durcheinander',
    'b: im Grunde: zeig per Induktion, dass die Invariante nach jedem Durchlauf gilt',
    'a: ach so! danke dir',
    'b?: gerne',
  ],
  [
    'a: Mensa um {time}?',
    'b: {bin dabei|heute nicht, muss zum Zug}',
    'c?: {es gibt Spätzle|heute ist Kartoffeltag 🥔}',
  ],
  [
    'a: Übung fällt am {dayDe} aus, oder?',
    'b: ja, stand in den Ankündigungen',
    'a: danke, hätte ich übersehen',
  ],
  [
    'a: „O von n log n“ oder „n log n Zeit“, wie sagt man das eigentlich richtig?',
    'b: in der Klausur beides, mündlich sage ich „Groß-O“',
    'a: {gut|passt}',
  ],
  [
    'a: mein Quicksort läuft bei sortierter Eingabe in einen Stapelüberlauf',
    'b: Pivot zufällig wählen, dann ist das weg',
    'a: {klappt, danke|stimmt, das war auf Folie {slide}}',
  ],
  [
    'a: wer fährt am {dayDe} mit der Bahn Richtung {town}?',
    'b: ich, um {time}',
    'a: dann können wir das Blatt im Zug machen 😄',
  ],
  [
    'a: die Lösung zu Aufgabe {exn} verstehe ich nicht: warum wird da durch 2 geteilt?',
    'b: weil jede Kante zweimal gezählt wird, einmal an jedem Ende',
    'a: natürlich. danke!',
  ],
  ['a: viel Erfolg morgen {Bname}!', 'b: danke, ich brauche es', 'c?: du schaffst das 💪'],
  [
    'a: hat noch jemand das Gefühl, dass die Blätter immer länger werden?',
    'b: asymptotisch ja',
    'c: lineares Wachstum, mindestens',
  ],
  [
    'a: Lerngruppe {dayDe} {time}, Bibliothek, zweiter Stock. Wer kommt?',
    'b: ich',
    'c: ich auch, etwas später',
    'a?: super, bringt Kekse mit',
  ],
  [
    'a: ist „Halde“ wirklich das deutsche Wort für Heap?',
    'b: steht so im Skript',
    'c: klingt nach Bergbau',
    'a?: Kohlehalde mit Prioritäten',
  ],
  [
    'a: Frage zu Hashing: muss die Tabellengröße eine Primzahl sein?',
    'b: muss nicht, aber dann verteilen sich regelmäßige Schlüssel besser',
    'a: {ah ok|verstanden}, danke',
  ],
  ['a: wo gibt man nochmal die Abwesenheit an?', 'b: per Mail ans Sekretariat, mit Attest', 'a: danke schön'],
  ['a: {endlich|so}, {sheetDe} ist hochgeladen', 'b: Glückwunsch', 'c?: ich sitze noch an {exn} 😩'],
  ['a: Grüße aus dem Zug, ohne Netz geschrieben, kommt hoffentlich an', 'b: kam an 😄', 'a: beeindruckend'],
];
