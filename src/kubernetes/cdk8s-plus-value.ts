/**
 * Value that cdk8s-plus reads as an instance of one of its classes. TypeScript accepts only real instances of a class
 * with private fields, so the type is open: that is how one value fits every major version of cdk8s-plus.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type Cdk8sPlusValue = any;
