/** Which rules the author of a profile knew of; the kernel doesn't enforce kinds that came later. */
export enum AppArmorAbi {
  /** AppArmor 3.0: `abi <abi/3.0>,`. Parsers before 3.0 don't know the line. */
  V3_0 = 'abi/3.0',
  /** AppArmor 4.0: `abi <abi/4.0>,`. Parsers before 4.0 don't have the file. */
  V4_0 = 'abi/4.0',
  /** No line: whatever the parser on the node takes for old profiles; network and newer kinds may go unenforced. */
  PARSER_DEFAULT = 'parser-default',
}
