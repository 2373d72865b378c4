import type { Script } from '../kinds.ts';

export const french: readonly Script[] = [
  [
    'a: quelqu’un a commencé la {sheetFr} ?',
    'b: {oui, jusqu’à l’exercice {exn}|pas encore|hier soir, c’est faisable}',
    'a?: ok, je m’y mets ce soir',
  ],
  [
    'a: je ne comprends pas la différence entre `O` et `Θ`',
    'b: `O` borne par le haut, `Θ` encadre des deux côtés',
    'a: d’accord, merci !',
  ],
  [
    'a: on se retrouve à la bibliothèque à {time} ?',
    'b: parfait',
    'c: j’arrive un peu après',
    'a?: deuxième étage',
  ],
  [
    'a: comment dit-on *heap* en français ?',
    'b: un tas',
    'a: « tri par tas », j’adore',
    'c?: rien à voir avec le tas de linge chez moi',
  ],
  ['a: l’exercice {exn} me rend fou', 'b: commence par n = 3 sur papier', 'a: … bon, ça marche. merci'],
  [
    'a: le cours de {dayFr} est annulé ?',
    'b: non, juste déplacé en {room}',
    'a: merci, j’allais rester au lit',
  ],
  ['a: bon courage pour la présentation {Bname} !', 'b: merci, j’en ai besoin', 'c?: tu vas assurer'],
  [
    'a: quelqu’un a compris la preuve de la borne inférieure ?',
    'b: un arbre de décision a n! feuilles, donc hauteur au moins `log(n!)`',
    'a: ah oui, tout simplement',
    'b?: une fois qu’on l’a vu, oui',
  ],
  ['a: j’ai {n2} pour {exn}, vous aussi ?', 'b: pareil', 'c: moi aussi 🙌'],
  ['a: il reste des croissants au café du rez-de-chaussée', 'b: plus maintenant', 'a: 😭'],
  [
    'a: pourquoi mon parcours en largeur est-il si lent ?',
    'b: tu retires le premier élément d’une liste, c’est linéaire. prends un `deque`',
    'a: ça change tout, merci',
  ],
  ['a: l’examen est bien le {examFr} ?', 'b: oui, à 9 h', 'a: ça approche…'],
  ['a: remise faite à 11 h 5{small}', 'b: comme d’habitude', 'c?: adrénaline en temps constant'],
  [
    'a: on révise ensemble {dayFr} ?',
    'b: oui, chez moi si vous voulez',
    'c: j’apporte le fromage',
    'a: marché conclu',
  ],
  [
    'a: une table de hachage avec tout dans la même case, ça reste une table ?',
    'b: techniquement une liste déguisée',
    'a: 😂',
  ],
];
