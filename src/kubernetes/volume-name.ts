const LONGEST = 63;

/** A volume's name made from any text: a DNS label that is not among those taken. */
export function volumeName(text: string, taken: ReadonlySet<string | undefined>): string {
  const base =
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, LONGEST - 4)
      .replace(/-+$/, '') || 'volume';
  for (let n = 1, name = base; ; n += 1, name = `${base}-${n}`) if (!taken.has(name)) return name;
}
