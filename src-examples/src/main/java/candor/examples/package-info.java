/// The program that runs experiments by name: its command line, its options, and what all experiments share.
@NullMarked
package candor.examples;

import org.jspecify.annotations.NullMarked;
