const LONGEST = 63;

/** A volume's name made from any text: a DNS label that is not among those taken. */
export function volumeName(text: string, taken: ReadonlySet<string | undefined>): string {
  const wanted =
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'volume';
  for (let n = 0; ; n += 1) {
    const suffix = n === 0 ? '' : `-${n + 1}`;
    const name = wanted.slice(0, LONGEST - suffix.length).replace(/-+$/, '') + suffix;
    if (!taken.has(name)) return name;
  }
}
