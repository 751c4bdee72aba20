/// What an experiment leaves behind: a file of results, and a web page of figures made from it.
@NullMarked
package candor.examples.report;

import org.jspecify.annotations.NullMarked;
