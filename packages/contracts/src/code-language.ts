/** A name of a programming language, or of a file's ending, as it stands behind the fence of a block of code. */
export const CODE_LANGUAGE = /^[a-z0-9+#.-]{1,20}$/;
