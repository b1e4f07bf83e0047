/** Returns a path in canonical form: without `.`, `..`, `//` or a trailing `/`, and with `/run` instead of its link `/var/run`. */
export function canonicalPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`.replace(/^\/var\/run(?=\/|$)/, '/run');
}

/** Returns true if a folder is equal to a path, or contains it. Both must be canonical. */
export function holdsPath(folder: string, path: string): boolean {
  return folder === '/' || folder === path || path.startsWith(`${folder}/`);
}
