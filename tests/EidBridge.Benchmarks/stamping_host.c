/* A host that costs nothing: says its version, answers any request with {}, and writes beside itself when it was started and
   when it had answered, in milliseconds since 1970. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}
static void say(const char *body) {
    unsigned int length = (unsigned int)strlen(body);
    if (write(1, &length, 4) != 4 || write(1, body, length) != (ssize_t)length) { _exit(1); }
}
int main(int count, char **words) {
    double started = now(), answered;
    char byte, file[4096];
    FILE *stamps;
    snprintf(file, sizeof file, "%s.stamps", words[0]);
    say("{\"version\":\"2.9.0+eidbridge.0.1.0\",\"eidbridge\":{\"version\":\"0.1.0\",\"protocol\":1}}");
    if (read(0, &byte, 1) != 1) { return count < 1; }
    answered = now();
    say("{}");
    stamps = fopen(file, "a");
    fprintf(stamps, "%.3f %.3f\n", started, answered);
    fclose(stamps);
    while (read(0, &byte, 1) > 0) { }
    return 0;
}
