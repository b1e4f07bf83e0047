/**
 * Returns a text that Kubernetes does not change: in commands and in environment variables, it replaces `$(NAME)` by a
 * variable and `$$` by `$`.
 */
export function withoutExpansion(text: string): string {
  return text.replace(/\$(?=[$(])/g, '$$$$');
}
