/* icuuc.dll for a Wine prefix only: Windows 10 1703 and later have it. Qt 6.10 and later import these names for extra
 * text codecs; every call answers "no such converter", so that Qt keeps to its built-in ones. Never packed. */
#include <stddef.h>
#include <stdint.h>

typedef int32_t UErrorCode;
#define EXPORT __declspec(dllexport)
#define NO_SUCH_FILE 4
#define REFUSE(error) do { if ((error) && *(error) <= 0) *(error) = NO_SUCH_FILE; } while (0)

EXPORT void *ucnv_open(const char *name, UErrorCode *e) { (void)name; REFUSE(e); return NULL; }
EXPORT void ucnv_close(void *c) { (void)c; }
EXPORT void ucnv_reset(void *c) { (void)c; }
EXPORT int8_t ucnv_getMaxCharSize(const void *c) { (void)c; return 1; }
EXPORT const char *ucnv_getName(const void *c, UErrorCode *e) { (void)c; REFUSE(e); return NULL; }
EXPORT const char *ucnv_getStandardName(const char *n, const char *s, UErrorCode *e)
{ (void)n; (void)s; REFUSE(e); return NULL; }
EXPORT const char *ucnv_getAvailableName(int32_t n) { (void)n; return NULL; }
EXPORT int32_t ucnv_countAvailable(void) { return 0; }
EXPORT int32_t ucnv_toUCountPending(const void *c, UErrorCode *e) { (void)c; REFUSE(e); return 0; }
EXPORT int32_t ucnv_fromUCountPending(const void *c, UErrorCode *e) { (void)c; REFUSE(e); return 0; }
EXPORT void ucnv_getToUCallBack(const void *c, void **a, const void **x)
{ (void)c; if (a) *a = NULL; if (x) *x = NULL; }
EXPORT void ucnv_getFromUCallBack(const void *c, void **a, const void **x)
{ (void)c; if (a) *a = NULL; if (x) *x = NULL; }
EXPORT void ucnv_setToUCallBack(void *c, void *a, const void *x, void **oa, const void **ox, UErrorCode *e)
{ (void)c; (void)a; (void)x; (void)oa; (void)ox; REFUSE(e); }
EXPORT void ucnv_setFromUCallBack(void *c, void *a, const void *x, void **oa, const void **ox, UErrorCode *e)
{ (void)c; (void)a; (void)x; (void)oa; (void)ox; REFUSE(e); }
EXPORT void ucnv_cbToUWriteUChars(void *a, const void *s, int32_t l, int32_t o, UErrorCode *e)
{ (void)a; (void)s; (void)l; (void)o; REFUSE(e); }
EXPORT void ucnv_cbFromUWriteUChars(void *a, const void **s, const void *end, int32_t o, UErrorCode *e)
{ (void)a; (void)s; (void)end; (void)o; REFUSE(e); }
EXPORT void ucnv_toUnicode(void *c, void **t, const void *tl, const char **s, const char *sl, int32_t *o, int8_t f,
                           UErrorCode *e)
{ (void)c; (void)t; (void)tl; (void)s; (void)sl; (void)o; (void)f; REFUSE(e); }
EXPORT void ucnv_fromUnicode(void *c, char **t, const char *tl, const void **s, const void *sl, int32_t *o, int8_t f,
                             UErrorCode *e)
{ (void)c; (void)t; (void)tl; (void)s; (void)sl; (void)o; (void)f; REFUSE(e); }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(const void *x, void *a, const void *u, int32_t l, int32_t cp, int r,
                                            UErrorCode *e)
{ (void)x; (void)a; (void)u; (void)l; (void)cp; (void)r; (void)e; }
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(const void *x, void *a, const char *u, int32_t l, int r, UErrorCode *e)
{ (void)x; (void)a; (void)u; (void)l; (void)r; (void)e; }
