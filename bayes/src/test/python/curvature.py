"""Writes the values that CurvatureTest compares with.

Run as `python3 curvature.py > ../resources/candor/bayes/curvature/curvature.csv`; needs torch. A small convolutional network
in float64 with softmax cross-entropy. Every line is a quantity and its numbers: the images, the classes, the parameters and
a vector, both in the order of parameters_to_vector, and the gradient of the mean loss, the products of the vector with its
Hessian, by differentiating twice, and with the Gauss-Newton matrix, from the explicit Jacobian.
"""
import torch
from torch.nn.utils import parameters_to_vector

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)

N, CLASSES = 7, 4
model = torch.nn.Sequential(
    torch.nn.Conv2d(1, 3, 3), torch.nn.Tanh(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(27, CLASSES))
images = torch.randn(N, 1, 8, 8)
classes = torch.randint(0, CLASSES, (N,))
parameters = list(model.parameters())
theta = parameters_to_vector(parameters).detach()
v = torch.randn_like(theta)


def flat(tensors):
    return torch.cat([t.reshape(-1) for t in tensors])


loss = torch.nn.functional.cross_entropy(model(images), classes)
gradient = flat(torch.autograd.grad(loss, parameters, create_graph=True))
hessian = flat(torch.autograd.grad(gradient @ v, parameters))

outputs = model(images)
rows = [flat(torch.autograd.grad(o, parameters, retain_graph=True)) for o in outputs.reshape(-1)]
jacobian = torch.stack(rows).reshape(N, CLASSES, -1)
p = torch.softmax(outputs.detach(), 1)
tangent = jacobian @ v
curved = p * tangent - p * (p * tangent).sum(1, keepdim=True)
gauss_newton = torch.einsum('nk,nkp->p', curved, jacobian) / N

print('what,numbers')
for name, numbers in [('images', images), ('classes', classes), ('parameters', theta), ('vector', v),
                      ('gradient', gradient), ('hessian', hessian), ('gauss-newton', gauss_newton)]:
    print(name + ',' + ' '.join(repr(x) for x in numbers.detach().reshape(-1).tolist()))
