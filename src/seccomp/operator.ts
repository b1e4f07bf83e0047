/** Comparison of an argument of a system call with `value`. All numbers are unsigned 64-bit integers. */
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
  /** argument AND value = valueTwo: **`value` is the mask**, and `valueTwo` the required value of the masked bits */
  MASKED_EQ = 'SCMP_CMP_MASKED_EQ',
}
