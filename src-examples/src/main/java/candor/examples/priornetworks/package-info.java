/// The experiment `prior-networks`: networks that answer with a Dirichlet distribution, on digits, blends of two digits,
/// and images that are no digits.
@NullMarked
package candor.examples.priornetworks;

import org.jspecify.annotations.NullMarked;
