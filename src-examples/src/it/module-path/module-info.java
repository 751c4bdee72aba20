/// A module that requires the library and nothing else.
module consumer {
  requires candor.bayes;
}
