/// The experiment `uci-regression`: how far MC dropout and deep ensembles are off on small tables, and whether they know.
@NullMarked
package candor.examples.uciregression;

import org.jspecify.annotations.NullMarked;
