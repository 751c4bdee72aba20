/// Networks that say when they do not know: beliefs, posteriors, scores and calibration.
module candor.bayes {
  requires transitive candor.nn;
  requires org.apache.commons.numbers.gamma;
  requires static org.jspecify;

  exports candor.bayes;
  exports candor.bayes.calibration;
  exports candor.bayes.curvature;
  exports candor.bayes.detection;
  exports candor.bayes.dirichlet;
  exports candor.bayes.influence;
}
