/// Layers, losses, optimisers, the data pipeline, the training loop, files and ready-made networks.
module candor.nn {
  requires transitive candor.core;
  requires java.desktop;
  requires static org.jspecify;
  requires tools.jackson.core;

  exports candor.nn;
  exports candor.nn.data;
  exports candor.nn.data.augment;
  exports candor.nn.io;
  exports candor.nn.layer;
  exports candor.nn.loss;
  exports candor.nn.model;
  exports candor.nn.optim;
  exports candor.nn.train;
}
