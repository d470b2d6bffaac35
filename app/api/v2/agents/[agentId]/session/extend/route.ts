export { POST } from '../../../../session/extend/route'
