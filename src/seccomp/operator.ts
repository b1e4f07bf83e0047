/** How an argument of a system call is compared with `value`; all numbers are unsigned, of 64 bits. */
export enum SeccompOperator {
  /** argument ≠ value */
  NE = 'SCMP_CMP_NE',
  /** argument < value */
  LT = 'SCMP_CMP_LT',
  /** argument ≤ value */
  LE = 'SCMP_CMP_LE',
  /** argument = value */
  EQ = 'SCMP_CMP_EQ',
  /** argument ≥ value */
  GE = 'SCMP_CMP_GE',
  /** argument > value */
  GT = 'SCMP_CMP_GT',
  /** argument AND value = valueTwo: **`value` is the mask**, `valueTwo` what the masked bits must be */
  MASKED_EQ = 'SCMP_CMP_MASKED_EQ',
}
