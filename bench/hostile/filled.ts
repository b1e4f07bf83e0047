/** Lines of a generator up to a size, between a head and a tail. */
export function filled(bytes: number, line: (i: number) => string, head = '', tail = ''): string {
  const lines = [head];
  let size = head.length + tail.length;
  for (let i = 0; ; i += 1) {
    const next = line(i);
    size += next.length;
    if (size > bytes) return [...lines, tail].join('');
    lines.push(next);
  }
}
