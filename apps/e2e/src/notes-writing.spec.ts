import { expect, test } from './support/journey.ts';
import { choose } from './support/keys.ts';
import { NotePage } from './support/pages/note-page.ts';

test('blocks are put in another order by pointer and by keys, and everyone has the same', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const { page } = emmy;
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const emmys = await NotePage.create(page, 'Week 3');
  await emmys.write('one\ntwo\nthree\nfour');
  const ada = await sitDown(await course.join('Ada Lovelace'), new URL(page.url()).pathname);
  const adas = new NotePage(ada.page);
  const lines = async (...expected: string[]) => {
    await expect(emmys.editor.locator('p')).toHaveText(expected);
    await expect(adas.text.locator('p')).toHaveText(expected);
  };
  await lines('one', 'two', 'three', 'four');

  const [from, to] = [emmys.editor.getByText('four'), emmys.editor.getByText('two')];
  await from.hover();
  const handle = page.getByRole('button', { name: 'Move this block' });
  await handle.hover();
  await page.mouse.down();
  const target = (await to.boundingBox())!;
  await page.mouse.move(target.x + 20, target.y + target.height, { steps: 4 });
  await page.mouse.move(target.x + 20, target.y + 2, { steps: 4 });
  await page.mouse.up();
  await lines('one', 'four', 'two', 'three');

  await emmys.putCaret('one');
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await lines('four', 'two', 'one', 'three');

  await emmys.editor.getByText('three').hover();
  await handle.click();
  await choose(page, /^Move up/);
  await lines('four', 'two', 'three', 'one');
  await page.keyboard.press('ControlOrMeta+z');
  await lines('four', 'two', 'one', 'three');
});

/** What the clipboard holds behind a copy in Word, Google Docs and Moodle, and what nobody should be given. */
const FROM_WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body lang=EN-GB>
<!--StartFragment--><h1>Aim<o:p></o:p></h1><p class=MsoNormal><b>Measure</b> the <i>error</i>.<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>a ruler</p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>a scale</p><!--EndFragment--></body></html>`;
const FROM_DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-weight:400">Limits</span></h2>
<p dir="ltr"><span style="font-weight:700;font-style:italic">bold</span><span> and plain</span></p><ul><li dir="ltr" aria-level="1"><p dir="ltr"><span>first</span></p></li></ul></b>`;
const FROM_MOODLE = `<div class="no-overflow"><h3>Task</h3><p onclick="window.hacked = 1" style="position:fixed;inset:0">Hand in <a href="https://moodle.example.org/x">here</a>.
<script>window.hacked = 1</script><style>* { display: none }</style><iframe src="https://evil.example"></iframe><img src="x" onerror="window.hacked = 1"><a href="javascript:window.hacked = 1">or not</a></p>
<table><tr><th>Week</th><th>Sheet</th></tr><tr><td>1</td><td>A</td></tr></table></div>`;

test('what is pasted from Word, Google Docs and Moodle keeps its structure, and brings nothing that runs', async ({
  course,
  site,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const { page } = emmy;
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const emmys = await NotePage.create(page, 'Week 3');
  // A page of somebody else's, from which is copied as from any other: with its own HTML, as it is.
  const elsewhere = await page.context().newPage();
  await elsewhere.route('**/elsewhere', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>Something to copy</p>' }),
  );
  await elsewhere.goto(`${site.url}/elsewhere`);
  for (const html of [FROM_WORD, FROM_DOCS, FROM_MOODLE]) {
    await elsewhere.bringToFront();
    await elsewhere.evaluate((text) => {
      document.oncopy = (event) => {
        event.clipboardData!.setData('text/html', text);
        event.preventDefault();
      };
    }, html);
    await elsewhere.keyboard.press('ControlOrMeta+c');
    await page.bringToFront();
    await emmys.editor.click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('ControlOrMeta+v');
  }
  await emmys.saysSaved();

  const ada = await sitDown(await course.join('Ada Lovelace'), new URL(page.url()).pathname);
  for (const text of [emmys.editor, new NotePage(ada.page).text]) {
    await expect(text.locator('.note-h1')).toContainText('Aim');
    await expect(text.locator('.note-h2')).toContainText('Limits');
    await expect(text.locator('.note-h3')).toContainText('Task');
    await expect(text.locator('strong').first()).toHaveText('Measure');
    await expect(text.getByRole('listitem')).toHaveText(['a ruler', 'a scale', 'first']);
    await expect(text.getByRole('link', { name: 'here' })).toHaveAttribute(
      'href',
      'https://moodle.example.org/x',
    );
    await expect(text.getByRole('link')).toHaveCount(1);
    await expect(text.getByRole('table')).toContainText('Sheet');
    await expect(text).toContainText('or not');
    await expect(text.locator('script, style, iframe, img, [onclick], [style*=fixed]')).toHaveCount(0);
  }
  for (const one of [page, ada.page]) expect(await one.evaluate(() => 'hacked' in window)).toBe(false);
  // And nothing of it was held against the page's policy: that would stand on the console, which is watched.
});

test('two tabs and a second device write one note; a tab that is closed loses nothing, and each takes back its own', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  await (await emmy.createChannel(course.name, 'limits')).showDetails();
  const tab = await NotePage.create(emmy.page, 'Week 3');
  await tab.write('one');
  await tab.saysSaved();
  const other = new NotePage(await emmy.page.context().newPage());
  await other.page.goto(emmy.page.url());
  const kurt = await sitDown(await course.join('Kurt Gödel', 'tutor'), new URL(emmy.page.url()).pathname);
  const device = new NotePage((await sitDown(course.lecturer, new URL(emmy.page.url()).pathname)).page);
  const kurts = new NotePage(kurt.page);
  const all = [other, device, kurts];
  for (const each of all) await expect(each.editor).toHaveText('one');

  await other.writeBehind('one', ' two');
  for (const each of [tab, device, kurts]) await expect(each.editor).toHaveText('one two');
  await device.writeBehind('one two', ' three');
  for (const each of [tab, other, kurts]) await expect(each.editor).toHaveText('one two three');

  await tab.writeBehind('one two three', ' four');
  await tab.page.close();
  for (const each of all) await expect(each.editor).toHaveText('one two three four');

  // Not the last thing that was written, but the last thing that was written here.
  await kurts.writeBehind('one two three four', ' five');
  await expect(other.editor).toHaveText('one two three four five');
  await other.page.keyboard.press('ControlOrMeta+z');
  for (const each of all) await expect(each.editor).toHaveText('one three four five');
  await kurts.page.keyboard.press('ControlOrMeta+z');
  for (const each of all) await expect(each.editor).toHaveText('one three four');
  await kurts.page.keyboard.press('ControlOrMeta+Shift+z');
  for (const each of all) await expect(each.editor).toHaveText('one three four five');
});
