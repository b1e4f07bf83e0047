import type { AppArmorStatement, AppArmorStatementProps } from '../statements/statement';

/** Makes a statement that was read, as soon as its place and the comments around it are known. */
export type StatementMaker = (place: AppArmorStatementProps) => AppArmorStatement;
