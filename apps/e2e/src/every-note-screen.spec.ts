import type { Page } from '@playwright/test';
import { inspect, picture } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';
import { isPhone } from './support/pages/channel-page.ts';
import { NotePage, noteLinks } from './support/pages/note-page.ts';
import { setRole } from './support/people.ts';

// A film of every step would cost more than the steps.
test.use({ trace: 'off', actionTimeout: 15_000 });

/** Everything that a note can hold, and what is long in each. */
const EVERYTHING = `## Definition

A **sequence** $a_n$ *converges* to $a$ if for every $\\varepsilon > 0$ there is an $N$, see [sheet 4](https://example.edu/a-rather-long-address/of-the-sheet-number-four), such that:

$$|a_n - a| < \\varepsilon \\quad \\text{for all } n \\ge N$$

### What to do by Friday

- [x] Read chapter three
- [ ] Work out the proof for \`a_n = 1/n\`, and for every sequence that begins with a constant and then comes closer to it
    - [ ] the base case
    - [ ] the step

1. First the bound
2. then the limit
    - and not the other way around

> Nobody has ever understood a limit by hearing of it.

> [!NOTE]
> The tutorial on Monday moves to room 2.11.

> [!WARNING]
> A bounded sequence need not converge: think of $(-1)^n$.

| Sequence | Limit | Why it converges, or does not |
|---|---|---|
| $1/n$ | 0 | It is below every bound from some place on |
| $(-1)^n$ | none | It has two places to which it keeps coming back |

\`\`\`python
# how far from the limit is the n-th of them?
def far(n: int) -> float:
    return abs(1 / n - 0)  # a line that is longer than a phone is wide, to see where it goes
\`\`\`

---

That is all.
`;

const ARABIC = `## المتتاليات

تتقارب المتتالية $a_n$ إذا اقتربت من قيمة واحدة.

- الحد الأول
- الحد الثاني
    - وما بعده

1. أولاً
2. ثانياً

- [x] تمت القراءة
- [ ] بقي الحل

> قال الأستاذ: انظروا إلى الحد.

> [!TIP]
> ابدأ من التعريف.

$$\\lim_{n \\to \\infty} a_n = a$$
`;

for (const tag of ['', ' @phone']) {
  test(`every screen of a note and of its history is accessible, and has its picture taken${tag}`, async ({
    course,
    site,
    sitDown,
    sitDownAtServer,
  }) => {
    test.setTimeout(240_000);
    const emmy = await sitDownAtServer(course.lecturer);
    const { page } = emmy;
    const channel = await emmy.createChannel(course.name, 'limits');
    const list = new URL(page.url()).pathname;
    const ada = await sitDown(await course.join('Ada Lovelace'), list);
    const details = () => page.getByRole('complementary', { name: 'Channel details' });

    await test.step('no notes yet, for who writes them and for who reads them', async () => {
      await channel.showDetails();
      await expect(details()).toContainText('No notes yet.');
      await inspect(page, 'notes-none');
      await page.getByRole('button', { name: 'New note' }).click();
      await expect(emmy.dialog).toBeVisible();
      await inspect(page, 'new-note');
      await emmy.dialog.getByRole('button', { name: 'Close' }).click();
      await ada.page.getByRole('button', { name: 'Channel details' }).click();
      await expect(ada.page.getByText('No notes yet.')).toBeVisible();
      await inspect(ada.page, 'notes-none-reader');
    });

    const note = await NotePage.create(page, 'Week 3: Limits');
    const address = new URL(page.url()).pathname;
    await test.step('a note in which nothing stands, and one in which everything does', async () => {
      await expect(note.editor).toBeVisible();
      await inspect(page, 'note-empty-editor');
      await note.paste(EVERYTHING);
      await note.saysSaved();
      await expect(note.editor.locator('.katex').first()).toBeVisible();
      await note.putCaret('Read chapter three');
      await inspect(page, 'note-editor');
      const moments = [
        ['callout', note.editor.getByText('The tutorial on Monday')],
        ['table', note.editor.getByText('It is below every bound')],
        ['code', note.editor.getByText('def far')],
      ] as const;
      for (const [name, words] of moments) {
        await words.click();
        await words.evaluate((element) => element.scrollIntoView({ block: 'center' }));
        await inspect(page, `note-editor-${name}`);
      }
      await note.editor.getByText('That is all.').selectText();
      await expect(page.getByRole('toolbar', { name: 'Format' })).toBeVisible();
      await inspect(page, 'note-selection');
      await note.editor.locator('.note-formula-block').click();
      await expect(page.getByRole('dialog', { name: 'Edit formula' })).toBeVisible();
      await inspect(page, 'note-formula');
      await page.keyboard.press('Escape');
      await note.putCaret('That is all.');
      await page.keyboard.press('End');
      await page.keyboard.type(' /');
      await expect(page.getByRole('listbox')).toBeVisible();
      await inspect(page, 'note-slash');
      await page.keyboard.press('Backspace');
      await page.keyboard.press('Backspace');
      await page.getByRole('button', { name: 'More about this note' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await inspect(page, 'note-menu');
      await page.keyboard.press('Escape');
      await note.saysSaved();
    });

    const adas = new NotePage(ada.page);
    await test.step('as it is read', async () => {
      await ada.page.goto(new URL(address, site.url).href);
      await expect(adas.text).toContainText('That is all.');
      await inspect(ada.page, 'note');
      await adas.text.getByText('Nobody has ever understood').scrollIntoViewIfNeeded();
      await picture(ada.page, 'note-middle');
      await adas.text.getByText('That is all.').scrollIntoViewIfNeeded();
      await picture(ada.page, 'note-end');
      await fitsTheWindow(ada.page);
      await adas.text.getByText('Nobody has ever understood').selectText();
      await ada.page.getByRole('button', { name: 'Ask about this' }).click();
      await expect(ada.dialog).toBeVisible();
      await inspect(ada.page, 'note-ask');
      await ada.page.getByRole('textbox', { name: 'Your question' }).fill('Who said that?');
      await ada.page.getByRole('button', { name: 'Ask', exact: true }).click();
      await expect(ada.toast('Your question is in the channel.')).toBeVisible();
      await ada.page.reload();
      await expect(adas.text.getByRole('link', { name: '1 question here' })).toBeVisible();
      await adas.text.getByRole('link', { name: '1 question here' }).scrollIntoViewIfNeeded();
      await inspect(ada.page, 'note-question');
    });

    await test.step('its history', async () => {
      const history = page.getByRole('dialog', { name: 'Version history' });
      await note.choose('Version history…');
      await expect(history).toContainText('No versions yet');
      await inspect(page, 'note-history-none');
      const save = async (name: string) => {
        await history.getByRole('button', { name: 'Save a version' }).click();
        const dialog = page.getByRole('dialog', { name: 'Save a version' });
        await dialog.getByLabel('Name').fill(name);
        if (name === 'Before the exam') await inspect(page, 'note-save-version');
        await dialog.getByRole('button', { name: 'Save', exact: true }).click();
        await expect(dialog).toBeHidden();
      };
      await save('Before the exam');
      await page.keyboard.press('Escape');
      await note.writeBehind('That is all.', ' For this week.');
      await note.putCaret('Read chapter three');
      await page.keyboard.press('End');
      await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
      await page.keyboard.type('four');
      await note.saysSaved();
      await note.choose('Version history…');
      await save('What was said of limits in the third week, and in the fourth');
      if (isPhone(page)) await history.getByRole('button', { name: 'All versions' }).click();
      await inspect(page, 'note-history-list');
      await history.getByRole('button', { name: /^What was said/ }).click();
      await expect(history.locator('ins').first()).toBeVisible();
      await inspect(page, 'note-history');
      await history.getByRole('radio', { name: 'Writers' }).check();
      await inspect(page, 'note-history-who');
      if (isPhone(page)) await history.getByRole('button', { name: 'All versions' }).click();
      await history.getByRole('button', { name: 'Erase words…' }).click();
      await expect(page.getByRole('dialog', { name: 'Erase words from the history' })).toBeVisible();
      await inspect(page, 'note-erase');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(history).toBeHidden();
    });
  });

  test(`every screen of lists of notes, of notes from right to left and without a network is accessible, and has its picture taken${tag}`, async ({
    course,
    site,
    settleIn,
    sitDown,
    sitDownAtServer,
  }) => {
    test.setTimeout(240_000);
    const emmy = await sitDownAtServer(course.lecturer);
    const { page } = emmy;
    const channel = await emmy.createChannel(course.name, 'limits');
    const list = new URL(page.url()).pathname;
    const tutor = await course.join('Kurt Gödel', 'tutor');
    const ada = await sitDown(await course.join('Ada Lovelace'), list);
    const adas = new NotePage(ada.page);
    await channel.showDetails();
    const note = await NotePage.create(page, 'Week 3: Limits');
    const address = new URL(page.url()).pathname;
    await expect(note.editor).toBeVisible();
    await note.paste(EVERYTHING);
    await note.saysSaved();

    await test.step('read and written from right to left', async () => {
      await page.goto(new URL(list, site.directUrl).href);
      await channel.showDetails();
      const arabic = await NotePage.create(page, 'المتتاليات');
      await arabic.paste(ARABIC);
      await arabic.saysSaved();
      await inspect(page, 'note-right-to-left-editor');
      await ada.page.goto(new URL(new URL(page.url()).pathname, site.url).href);
      await expect(adas.text).toContainText('ابدأ من التعريف');
      await inspect(ada.page, 'note-right-to-left');
      await fitsTheWindow(ada.page);
    });

    await test.step('the list of notes', async () => {
      for (const title of [
        'Questions about the exam',
        `Everything about limits ${'and more '.repeat(6)}of it`,
      ]) {
        await page.goto(new URL(list, site.directUrl).href);
        await channel.showDetails();
        await NotePage.create(page, title, 'Questions and answers');
      }
      await page.goto(new URL(list, site.directUrl).href);
      await channel.showDetails();
      await page.getByRole('button', { name: 'Actions for Week 3: Limits' }).click();
      await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
      await page.getByRole('button', { name: 'Actions for Questions about the exam' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await inspect(page, 'notes-menu');
      await page.getByRole('menuitem', { name: 'Archive' }).click();
      await page.getByRole('button', { name: '1 archived note' }).click();
      await expect(noteLinks(page)).toHaveCount(3);
      await inspect(page, 'notes');
      await page.getByRole('link', { name: 'Questions about the exam' }).click();
      await expect(page.getByText('This note is archived')).toBeVisible();
      await inspect(page, 'note-archived');
      await ada.page.goto(new URL(list, site.url).href);
      await ada.page.getByRole('button', { name: '1 pinned note' }).click();
      await expect(ada.page.getByRole('menuitem', { name: 'Week 3: Limits' })).toBeVisible();
      await inspect(ada.page, 'notes-pinned');
    });

    await test.step('without a network, and what the note did not take', async () => {
      const kurt = await settleIn(tutor, address);
      const kurts = new NotePage(kurt.page);
      await expect(kurts.editor).toContainText('That is all.');
      await kurt.canOpenOffline();
      site.network.blackHole();
      await kurt.saysOffline();
      await kurts.writeBehind('That is all.', ' Or is it?');
      await expect(kurts.mark).toHaveAttribute('data-note-rung', 'device');
      await inspect(kurt.page, 'note-offline');
      await kurt.offlineWord.getByRole('button').click();
      await expect(kurt.dialog).toContainText('Week 3: Limits');
      await inspect(kurt.page, 'note-pending');
      await kurt.dialog.getByRole('button', { name: 'Close' }).click();
      await setRole(course.lecturer, course.id, tutor, 'student');
      await site.network.pass();
      await expect(kurts.setAside).toBeVisible({ timeout: 30_000 });
      await kurts.setAside.getByRole('button', { name: 'Show my version' }).click();
      await inspect(kurt.page, 'note-set-aside');
    });

    await test.step('one that is not there', async () => {
      await ada.page.goto(new URL(`${list}/n/00000000-0000-4000-8000-000000000000`, site.url).href);
      await expect(ada.page.getByText('This note is not here')).toBeVisible();
      await inspect(ada.page, 'note-not-here');
    });
  });
}

/** Nothing of the page is wider than the window: what is wide scrolls in its own place. */
async function fitsTheWindow(page: Page): Promise<void> {
  const over = await page.evaluate(() => {
    const area = document.querySelector('[data-note-page]')!;
    return area.scrollWidth - area.clientWidth;
  });
  expect(over, 'how much wider than the window the note is').toBe(0);
}
