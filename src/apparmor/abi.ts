/** Version of the AppArmor language that a profile is written for. The kernel does not enforce kinds of rules that came later. */
export enum AppArmorAbi {
  /** AppArmor 3.0: `abi <abi/3.0>,`. Parsers before 3.0 do not know the line. */
  V3_0 = 'abi/3.0',
  /** AppArmor 4.0: `abi <abi/4.0>,`. Parsers before 4.0 do not have the file. */
  V4_0 = 'abi/4.0',
  /** No line: the version that the parser on the node uses for old profiles. The kernel might not enforce network rules and newer kinds. */
  PARSER_DEFAULT = 'parser-default',
}
