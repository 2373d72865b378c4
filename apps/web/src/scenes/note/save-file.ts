/** Hands a text over as a file, and answers what it is called. */
export function saveFile(title: string, ending: 'md' | 'html', text: string): string {
  const name = `${title.replaceAll(/[\\/:*?"<>|\s\p{Cc}]+/gu, ' ').trim() || 'note'}.${ending}`;
  const url = URL.createObjectURL(
    new Blob([text], { type: ending === 'md' ? 'text/markdown' : 'text/html' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
  return name;
}
