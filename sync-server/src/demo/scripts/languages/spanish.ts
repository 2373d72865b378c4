import type { Script } from '../kinds.ts';

export const spanish: readonly Script[] = [
  [
    'a: ¿alguien ha empezado la {sheetEs}?',
    'b: {yo, voy por el ejercicio {exn}|todavía no|sí, es larga}',
    'a?: vale, esta tarde me pongo',
  ],
  [
    'a: no entiendo por qué construir el montículo es `O(n)`',
    'b: porque casi todos los nodos están abajo y apenas se mueven',
    'a: ahora sí, ¡gracias!',
  ],
  [
    'a: ¿quedamos en la biblioteca a las {time}?',
    'b: perfecto',
    'c: llego un poco tarde, guardadme sitio',
    'a?: hecho',
  ],
  [
    'a: ¿cómo se dice *amortised* en español?',
    'b: coste amortizado',
    'a: tiene sentido, como una hipoteca',
    'b?: jajaja exacto',
  ],
  ['a: me sale {n2} en el ejercicio {exn}, ¿y a vosotros?', 'b: igual', 'c: a mí también', 'a?: menos mal'],
  [
    'a: el examen es el {examEs}, ¿no?',
    'b: sí, a las nueve',
    'a: madre mía, qué poco queda',
    'c?: ánimo, vamos bien',
  ],
  ['a: ¿hay clase el {dayEs}?', 'b: sí, pero en el aula {room}', 'a: gracias, casi voy a la otra'],
  ['a: feliz cumpleaños {Bname}!! 🎉', 'b: gracias!! ❤️', 'c?: ¡que cumplas muchos más!'],
  [
    'a: ¿Dijkstra funciona con pesos negativos?',
    'b: no, usa Bellman–Ford',
    'c?: y si hay un ciclo negativo, ninguno',
    'a: anotado',
  ],
  [
    'a: hoy hay tortilla en el comedor',
    'b: voy corriendo',
    'c: {con cebolla espero|la de la semana pasada estaba seca}',
  ],
  [
    'a: ¿alguien me explica la programación dinámica como si tuviera cinco años?',
    'b: resuelves lo pequeño, lo apuntas y no lo vuelves a calcular',
    'a: eso es todo?',
    'b: lo difícil es saber qué apuntar 😅',
  ],
  [
    'a: acabo de entregar a falta de {mins} minutos',
    'b: clásico',
    'c: un día no te va a dar tiempo',
    'a?: pero hoy no es ese día',
  ],
  [
    'a: ¿quién viene el {dayEs} a jugar al fútbol?',
    'b: yo',
    'c: si no llueve',
    'a?: a las {time} en el campo de atrás',
  ],
  [
    'a: la función hash tiene que ser rápida, pero ¿cuánto?',
    'b: lo bastante para no ser el cuello de botella, y que reparta bien',
    'a: gracias',
  ],
  [
    'a: echo de menos la comida de casa',
    'b: este fin de semana hago {arepas|empanadas|croquetas}, venid',
    'a: ¡sí por favor!',
  ],
];
