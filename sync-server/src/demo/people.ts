import type { CourseRole } from '@lectern/contracts';

/** How somebody types: with capitals and full stops, without fuss, or all in lower case. */
export type Manner = 'careful' | 'plain' | 'casual';

export interface DemoPerson {
  readonly name: string;
  /** Also the first name that others call them by, in lower case. */
  readonly handle: string;
  readonly role: CourseRole;
  readonly manner: Manner;
  /** Languages besides English. */
  readonly speaks: readonly string[];
  /** How much they write, compared with others. */
  readonly chatty: number;
}

/** Who is ready to sign in: a lecturer and a student. */
export const LECTURER = 'helena';
export const STUDENT = 'noor';

const person =
  (role: CourseRole) =>
  (name: string, handle: string, manner: Manner, chatty: number, speaks = ''): DemoPerson => ({
    name,
    handle,
    role,
    manner,
    chatty,
    speaks: speaks === '' ? [] : speaks.split(' '),
  });
const lecturer = person('lecturer');
const admin = person('admin');
const tutor = person('tutor');
const student = person('student');

/** Everyone in the course, in the order in which they joined. */
export const people: readonly DemoPerson[] = [
  lecturer('Helena Brandt', LECTURER, 'careful', 3, 'de'),
  admin('Tomasz Zieliński', 'tomasz', 'careful', 1, 'de'),
  tutor('Amara Okafor', 'amara', 'careful', 4, 'fr'),
  tutor('Lukas Reiter', 'lukas', 'plain', 4, 'de'),
  tutor('田辺 ゆき', 'yuki', 'careful', 3, 'ja'),
  student('Noor Haddad', STUDENT, 'plain', 6, 'ar fr'),
  student('Jonas Weber', 'jonas', 'casual', 6, 'de'),
  student('Priya Raman', 'priya', 'plain', 6),
  student('Mateo Vargas', 'mateo', 'casual', 5, 'es'),
  student('陈雨桐', 'yutong', 'plain', 4, 'zh'),
  student('Camille Fournier', 'camille', 'plain', 5, 'fr'),
  student('Kwame Mensah', 'kwame', 'careful', 4),
  student('Lea Hoffmann', 'lea', 'plain', 4, 'de'),
  student('小林 蓮', 'ren', 'casual', 3, 'ja'),
  student('Omar Khalil', 'omar', 'casual', 4, 'ar'),
  student('Lucía Herrera', 'lucia', 'plain', 4, 'es'),
  student('Aleksandra Nowak', 'ola', 'careful', 3),
  student('Zhang Weilin', 'weilin', 'casual', 4, 'zh'),
  student('Finn Schröder', 'finn', 'casual', 5, 'de'),
  student('Ananya Iyer', 'ananya', 'plain', 3),
  student('Antoine Lemaire', 'antoine', 'casual', 3, 'fr'),
  student('ليلى منصور', 'layla', 'plain', 3, 'ar'),
  student('Arjun Mehta', 'arjun', 'casual', 4),
  student('Mio Fujita', 'mio', 'plain', 3, 'ja'),
  student('Diego Santamaría', 'diego', 'casual', 3, 'es'),
  student('Freya Lindqvist', 'freya', 'careful', 3),
  student('Emre Yılmaz', 'emre', 'casual', 4, 'de'),
  student('Liu Haoran', 'haoran', 'plain', 3, 'zh'),
  student('Inès Benali', 'ines', 'plain', 3, 'fr ar'),
  student('Oleksandr Bondarenko', 'sasha', 'plain', 3),
  student('Chiamaka Eze', 'chiamaka', 'plain', 3),
  student('Nguyễn Minh Anh', 'minhanh', 'careful', 2),
  student('Valentina Ríos', 'valentina', 'plain', 2, 'es'),
  student('Youssef Nasser', 'youssef', 'casual', 2, 'ar fr'),
  student('Park Ji-woo', 'jiwoo', 'plain', 2),
  student('Tiago Carvalho', 'tiago', 'casual', 2, 'es'),
  student('Mia Krüger', 'mia', 'careful', 2, 'de'),
  student('林心怡', 'xinyi', 'plain', 2, 'zh'),
  student('Zeynep Kaya', 'zeynep', 'careful', 1),
  student('Samuel Okoth', 'samuel', 'plain', 1),
];

/** What others call a person. */
export const calledName = ({ handle }: DemoPerson): string => handle[0]!.toUpperCase() + handle.slice(1);
