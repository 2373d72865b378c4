/** Views of what people have made of messages. Loaded together, when the first of them is looked at. */
export { openNotices } from './notices.ts';
export { openPins } from './pins.ts';
export { openQuestions } from './questions.ts';
export { openReminders, openSaved } from './saved.ts';
